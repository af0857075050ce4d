export {
  cholesky,
  choleskyFactor,
  choleskySolve,
  invertLower,
  invertSymmetric,
  solveTriangular,
} from './cholesky.js';
export { symmetricEigen } from './symmetric-eigen.js';
