// Operations on tensors from functions of numbers
export {
  broadcast,
  elementwise,
  expand,
  firstOrder,
  type Partial,
  perBackend,
  type ScalarFunction,
  scalarOp,
  scalarOpOr,
  type TensorFunction,
  type TensorLike,
} from './elementwise.js';
export { fetchValues, hostValues, isOnHost } from './host-values.js';
// Gamma, beta and their relatives
export {
  betainc,
  betaln,
  digamma,
  digammaDifference,
  gammainc,
  gammaincc,
  lgamma,
  polygamma,
  trigamma,
} from './gamma-functions.js';
// Bessel functions
export { besselRatio, i0e, i1e } from './bessel-functions.js';
// Linear algebra
export {
  cholesky,
  diagonal,
  logDeterminant,
  logDeterminantFromCholesky,
  transposeLast,
  triangularSolve,
} from './linear-algebra.js';
// Log space
export { log1mexp, log1p, logaddexp } from './log-functions.js';
// Error function and the normal distribution
export { erf, erfinv, inverseMills, logErfc, logNdtr, logNdtri, ndtr, ndtri } from './normal-functions.js';
