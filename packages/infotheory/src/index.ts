// Co-training
export type { CotrainEvaluation } from './cotrain/evaluate.js';
export { type CotrainStepOptions, InfoCotrain, type InfoCotrainParts, type Views } from './cotrain/info-cotrain.js';
export { labelCode } from './cotrain/label-code.js';
// Deep bottleneck
export {
  DeepBottleneck,
  type DeepBottleneckEvaluation,
  type DeepBottleneckParts,
  type DeepBottleneckStepOptions,
} from './deep/deep-bottleneck.js';
// Bounds of mutual information by conditionals and by critics
export { barberAgakov, club, differenceOfEntropies, leaveOneOut } from './estimators/conditional-bounds.js';
export {
  type ConditionalEstimatorOptions,
  type ConditionalMethod,
  conditionalEstimator,
  type LogConditional,
} from './estimators/conditional-estimator.js';
export { type CotrainEstimatorOptions, cotrainEstimator } from './estimators/cotrain-estimator.js';
export { type Critic, type CriticOptions, jointCritic, separableCritic } from './estimators/critic.js';
export { type CriticEstimatorOptions, criticEstimator } from './estimators/critic-estimator.js';
export {
  type CriticMethod,
  infoNceMethod,
  interpolatedMethod,
  jensenShannonMethod,
  mineMethod,
  nwjMethod,
  smileMethod,
  tubaMethod,
} from './estimators/critic-methods.js';
export type { TrainingOptions } from './estimators/held-out-training.js';
export {
  donskerVaradhan,
  infoNce,
  interpolated,
  jensenShannonObjective,
  nwj,
  smile,
  tuba,
} from './estimators/score-bounds.js';
// All that needs no TensorFlow.js
export * from './samples.js';
export * from './tables.js';
