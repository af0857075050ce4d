// Mutual information from samples
export type { InformationEstimate, InformationEstimator } from './estimators/estimate.js';
export {
  type AutomaticEstimate,
  type AutomaticEstimator,
  type AutomaticOptions,
  automaticEstimator,
} from './estimators/automatic-estimator.js';
export { type GaussianEstimatorOptions, gaussianEstimator } from './estimators/gaussian-estimator.js';
export { type HistogramOptions, histogramEstimator } from './estimators/histogram-estimator.js';
export { type KsgOptions, ksgEstimator } from './estimators/ksg-estimator.js';
export { heldOutGaussianEstimator } from './estimators/projection/held-out-gaussian-estimator.js';
export { type ProjectionOptions, projectionEstimator } from './estimators/projection/projection-estimator.js';
// Maps of samples
export { normalScores } from './estimators/normal-scores.js';
export { type FeatureMap, monomials, radialFeatures } from './estimators/projection/features.js';
// Entropy and divergence from samples
export { discreteEntropy, type EntropyEstimator } from './estimators/discrete-entropy.js';
export {
  ksgMutualInformation,
  type NeighbourOptions,
  nearestNeighbourEntropy,
  nearestNeighbourKl,
} from './estimators/neighbours/nearest-neighbours.js';
// Nearest neighbours
export { KdTree, type Norm } from './estimators/neighbours/kd-tree.js';
