// Points

// Sequences
export { type CategoricalHmm, categoricalHmm, switchingHmm } from './categorical-hmm.js';
export { type ChoraleLike, choraleLike } from './chorale-like.js';
// Pairs
export { type CorrelatedGaussian, correlatedGaussian } from './correlated-gaussian.js';
export { type GaussianMixture, gaussianMixture, gridMixture, ringMixture } from './gaussian-mixture.js';
export { type LinearGaussian, linearGaussian } from './linear-gaussian.js';
export { type PcaFit, probabilisticPca } from './probabilistic-pca.js';
export { type StateSpace, type StateSpaceOptions, stateSpace } from './state-space.js';
export { type DiscretePair, discretePair, type TwoViews, twoViews } from './two-views.js';
