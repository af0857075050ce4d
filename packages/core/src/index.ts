// Data
export { isNdArray, type NdArray, type NumericArray, ndArray, takeRows } from './arrays/index.js';
// Bounds
export {
  type Bound,
  bound,
  type ElboTerms,
  elbo,
  importanceWeightedBound,
  maximize,
  maximizeUnsound,
  minimize,
  minimizeUnsound,
  minus,
  type Nats,
  negate,
  type Objective,
  type Opposite,
  plus,
  type Side,
  type Sum,
  scale,
  type Term,
} from './bounds/index.js';
// Distributions
export {
  Bernoulli,
  type BernoulliOptions,
  Categorical,
  type CategoricalOptions,
  Deterministic,
  Distribution,
  Independent,
  type LogVarianceOptions,
  MultivariateNormalDiag,
  Normal,
  type NormalOptions,
  type Parameter,
} from './distributions/index.js';
// Divergences
export { klDivergence, monteCarloKl } from './divergences/index.js';
// Networks
export {
  type Activation,
  type ApplyOptions,
  bernoulliHead,
  type Conditional,
  type ConvNetOptions,
  categoricalHead,
  conditional,
  convNet,
  deterministicHead,
  fixedScaleNormalHead,
  fromLayersModel,
  type Head,
  type MlpOptions,
  mlp,
  type NamedVariables,
  type Network,
  type NormalHeadOptions,
  normalHead,
  prefixed,
  transposedConvNet,
} from './networks/index.js';
export { type GradientStepOptions, gradientStep, type TensorsOf, tensorsOf } from './optimization/index.js';
// Saving
export {
  assignVariables,
  decodeSafetensors,
  encodeSafetensors,
  type Json,
  load,
  type ModelConfig,
  readModel,
  readVariables,
  type Safetensors,
  type Saveable,
  type SavedModel,
  save,
} from './persistence/index.js';
// Random numbers
export { createRng, Rng, type RngState } from './rng/index.js';
// Training
export {
  type Batches,
  type BatchOptions,
  type ByteStore,
  batches,
  type CheckpointOptions,
  checkpoint,
  type EarlyStoppingOptions,
  earlyStopping,
  type FitOptions,
  fit,
  fullBatch,
  History,
  type Move,
  type NamedArrays,
  NonFiniteError,
  type ProgressBarOptions,
  progressBar,
  type Reading,
  type Resumed,
  type Rows,
  resume,
  type Stateful,
  type Step,
  type StepContext,
} from './training/index.js';
