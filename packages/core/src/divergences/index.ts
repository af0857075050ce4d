// In closed form
export { crossEntropy } from './cross-entropy.js';
// From samples, or over a finite support
export {
  alphaDivergence,
  chiSquared,
  type FDivergence,
  fDivergence,
  forwardKl,
  monteCarloFDivergence,
  renyiDivergence,
  reverseKl,
  squaredHellinger,
  totalVariation,
} from './f-divergence.js';
export { jensenShannon, monteCarloJensenShannon } from './jensen-shannon.js';
export { closedKl, hasClosedKl, klDivergence } from './kl-divergence.js';
// Of mixtures
export { componentKls, type Expand, matchingMixtureKl, variationalMixtureKl } from './mixture-kl.js';
export {
  type Estimate,
  type MonteCarloKlOptions,
  type MonteCarloOptions,
  monteCarloKl,
  monteCarloKlEstimate,
} from './monte-carlo-kl.js';
