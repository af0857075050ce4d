// Functions of numbers in float64, without TensorFlow.js
export { i0e, i1e } from './bessel.js';
export { betainc } from './beta-inc.js';
export { betaln } from './betaln.js';
export { choleskyFactor, solveTriangular } from './cholesky.js';
export { erf, erfc, erfcx } from './erf.js';
export { expint1 } from './expint.js';
export { gammaincLower, gammaincUpper } from './gamma-inc.js';
export { lgamma } from './lgamma.js';
export { log1mexp, logaddexp } from './log-exp.js';
export { erfinv, inverseMills, logNdtr, logNdtri, ndtr, ndtri } from './normal-cdf.js';
export { digamma, polygamma, trigamma } from './polygamma.js';
export { betaincInverse, gammaincInverse } from './quantile.js';
export { symmetricEigen } from './symmetric-eigen.js';
