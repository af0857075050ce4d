// Gamma, beta and their relatives
export { lgamma, lgamma1p } from './lgamma.js';
export { digamma, polygamma, trigamma } from './polygamma.js';
export { gammaincLower, gammaincUpper } from './gamma-inc.js';
export { betaln } from './betaln.js';
export { betainc, logBetaKernel } from './beta-inc.js';
export { betaincInverse, betaincInverseLogit, gammaincInverse } from './quantile.js';
// Parts of log Gamma and digamma that keep their digits at large arguments
export {
  digammaStep,
  digammaGap,
  gammaEntropy,
  gammaEntropySlope,
  gammaRestDivergence,
  log1pMinus,
  logGammaRest,
  relativeExcess,
  trigammaGap,
} from './stirling.js';
// Error function and the normal distribution
export { erf, erfc, erfcx } from './erf.js';
export { erfinv, inverseMills, logNdtr, logNdtri, ndtr, ndtri } from './normal-cdf.js';
// Bessel functions and the exponential integral
export { i0e, i1e } from './bessel.js';
export { expint1 } from './expint.js';
// Log space
export { log1mexp, logaddexp, logSumExp } from './log-exp.js';
// Derivatives of quantiles by the shape, and what they are computed with
export { betaincShapeGradient } from './beta-shape-gradient.js';
export { logGammaKernel } from './gamma-inc.js';
export { integratePanels, LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './gauss-legendre.js';
export { logGammaShapeGradient, vonMisesConcentrationGradient } from './implicit.js';
