// Points with a known density
export { type LinearGaussian, linearGaussian } from './linear-gaussian.js';
export { gridMixture, type MixtureSampler, mixtureSampler, ringMixture } from './mixture-sampler.js';
export { type PcaFit, probabilisticPca } from './probabilistic-pca.js';
// Pairs with a known mutual information
export { type CorrelatedGaussian, correlatedGaussian } from './correlated-gaussian.js';
export { type DiscretePair, discretePair, type TwoViews, twoViews } from './two-views.js';
// Pairs beyond the normal distribution
export { additiveUniformPair } from './beyond-normal/additive-uniform-pair.js';
export { type BeyondNormalTask, beyondNormalTasks } from './beyond-normal/beyond-normal-tasks.js';
export { gaussianPair } from './beyond-normal/gaussian-pair.js';
export { mappedPair } from './beyond-normal/mapped-pair.js';
export type { Pair } from './beyond-normal/pair.js';
export { studentPair } from './beyond-normal/student-pair.js';
// Maps of one variable of a pair
export {
  halfCube,
  inverseSinh,
  normalCdf,
  type RowMap,
  spiral,
  swissRoll,
  toMixture,
  wiggly,
} from './beyond-normal/maps.js';
// Sequences
export { type CategoricalHmm, categoricalHmm, switchingHmm } from './categorical-hmm.js';
export { type ChoraleLike, choraleLike } from './chorale-like.js';
export { type StateSpace, type StateSpaceOptions, stateSpace } from './state-space.js';
