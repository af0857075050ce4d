export { binaryUnit } from './binary-unit.js';
export {
  cholesky,
  choleskyFactor,
  choleskySolve,
  invertLower,
  invertSymmetric,
  solveTriangular,
} from './cholesky.js';
export { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.js';
export { transpose } from './transpose.js';
