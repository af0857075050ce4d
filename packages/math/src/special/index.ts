// Functions of numbers in float64, without TensorFlow.js
export { i0e, i1e } from './bessel.js';
export { betainc } from './beta-inc.js';
// Kernels of densities, and derivatives that densities of core need
export { betaincShapeGradient } from './beta-shape-gradient.js';
export { betaln } from './betaln.js';
export { erf, erfc, erfcx } from './erf.js';
export { expint1 } from './expint.js';
export { gammaincLower, gammaincUpper, logGammaKernel } from './gamma-inc.js';
export { integratePanels } from './gauss-legendre.js';
export { logGammaShapeGradient, vonMisesConcentrationGradient } from './implicit.js';
export { lgamma } from './lgamma.js';
export { log1mexp, logaddexp, logSumExp } from './log-exp.js';
export { erfinv, inverseMills, logNdtr, logNdtri, ndtr, ndtri } from './normal-cdf.js';
export { digamma, polygamma, trigamma } from './polygamma.js';
export { betaincInverse, gammaincInverse } from './quantile.js';
