// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Tables and samples, without TensorFlow.js
export * from './tables.js';
export * from './samples.js';
// Bounds of mutual information by critics
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
export {
  donskerVaradhan,
  infoNce,
  interpolated,
  jensenShannonObjective,
  nwj,
  smile,
  tuba,
} from './estimators/score-bounds.js';
// Bounds of mutual information by conditionals
export { barberAgakov, club, differenceOfEntropies, leaveOneOut } from './estimators/conditional-bounds.js';
export {
  type ConditionalEstimatorOptions,
  type ConditionalMethod,
  conditionalEstimator,
  type LogConditional,
} from './estimators/conditional-estimator.js';
// Estimators that train
export { type CotrainEstimatorOptions, cotrainEstimator } from './estimators/cotrain-estimator.js';
export type { TrainingOptions } from './estimators/held-out-training.js';
// Deep bottleneck
export { createDeepBottleneck, type DeepBottleneckOptions, type TargetOption } from './deep/create-deep-bottleneck.js';
export {
  DeepBottleneck,
  type DeepBottleneckEvaluation,
  type DeepBottleneckParts,
  type DeepBottleneckPlayersOptions,
  type DeepBottleneckPrice,
} from './deep/deep-bottleneck.js';
// Co-training
export { createInfoCotrain, type InfoCotrainOptions } from './cotrain/create-info-cotrain.js';
export type { CotrainEvaluation } from './cotrain/evaluate.js';
export { InfoCotrain, type InfoCotrainParts } from './cotrain/info-cotrain.js';
export { labelCode } from './cotrain/label-code.js';
export type { CotrainPlayerOptions, CotrainPlayersOptions } from './cotrain/players-options.js';
export type { Views } from './cotrain/views.js';
// Words: part-of-speech induction
export { type ContextEncoderOptions, contextEncoder } from './words/context-encoder.js';
export { createWordCotrain, type WordCotrainOptions } from './words/create-word-cotrain.js';
export {
  type Vocabulary,
  type VocabularyConfig,
  type VocabularyOptions,
  vocabularyFrom,
  vocabularyOf,
} from './words/vocabulary.js';
export { wordEmbedding } from './words/word-embedding.js';
export { type WordEncoderOptions, wordEncoder } from './words/word-encoder.js';
export { type WordViews, wordsInContext } from './words/words-in-context.js';
// The information plane of a network's layers
export { binnedPlane } from './plane/binned-plane.js';
export {
  InformationPlane,
  type InformationPlaneParts,
  type PlaneLayer,
  type PlaneReading,
} from './plane/information-plane.js';
export { noisyPlane } from './plane/noisy-plane.js';
export type { PlaneCoordinate, PlaneMethod, PlanePoint } from './plane/plane-point.js';
