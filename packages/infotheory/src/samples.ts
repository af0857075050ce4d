export type { InformationEstimate, InformationEstimator } from './estimators/estimate.js';
export { type GaussianEstimatorOptions, gaussianEstimator } from './estimators/gaussian-estimator.js';
export { type HistogramOptions, histogramEstimator } from './estimators/histogram-estimator.js';
export { type KsgOptions, ksgEstimator } from './estimators/ksg-estimator.js';
export { normalScores } from './estimators/normal-scores.js';
