// Points

// Pairs
export { additiveUniformPair } from './beyond-normal/additive-uniform-pair.js';
export { type BeyondNormalTask, beyondNormalTasks } from './beyond-normal/beyond-normal-tasks.js';
export { gaussianPair } from './beyond-normal/gaussian-pair.js';
export { mappedPair } from './beyond-normal/mapped-pair.js';
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
export type { Pair } from './beyond-normal/pair.js';
export { studentPair } from './beyond-normal/student-pair.js';
// Sequences
export { type CategoricalHmm, categoricalHmm, switchingHmm } from './categorical-hmm.js';
export { type ChoraleLike, choraleLike } from './chorale-like.js';
// Pairs
export { type CorrelatedGaussian, correlatedGaussian } from './correlated-gaussian.js';
export { gridMixture, type MixtureSampler, mixtureSampler, ringMixture } from './mixture-sampler.js';
export { type LinearGaussian, linearGaussian } from './linear-gaussian.js';
export { type PcaFit, probabilisticPca } from './probabilistic-pca.js';
export { type StateSpace, type StateSpaceOptions, stateSpace } from './state-space.js';
export { type DiscretePair, discretePair, type TwoViews, twoViews } from './two-views.js';
