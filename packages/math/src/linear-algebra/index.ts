export { choleskyFactor, solveTriangular } from './cholesky.js';
export { symmetricEigen } from './symmetric-eigen.js';
