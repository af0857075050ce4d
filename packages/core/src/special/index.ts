// Operations on tensors, differentiable
export { besselRatio, i0e, i1e } from './bessel-functions.js';
export { broadcast, elementwise, expand, firstOrder, type Partial, scalarOp, type TensorLike } from './elementwise.js';
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
export {
  cholesky,
  diagonal,
  logDeterminant,
  logDeterminantFromCholesky,
  transposeLast,
  triangularSolve,
} from './linear-algebra.js';
export { log1mexp, log1p, logaddexp } from './log-functions.js';
export { erf, erfinv, inverseMills, logErfc, logNdtr, logNdtri, ndtr, ndtri } from './normal-functions.js';
