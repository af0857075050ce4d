// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Operations: compositions of tfjs, or one kernel where a backend has it
export {
  type Activation,
  bernoulliLogProb,
  checkActivation,
  type DenseLayer,
  dense,
  FUSED_ACTIVATIONS,
  type FusedActivation,
  type DiagonalGaussian,
  type GruLayer,
  type GruWeights,
  gaussianKl,
  gaussianSample,
  gruCell,
  logSumExp,
  OPERATIONS,
  type Operation,
  type OperationInputs,
  type RandomAttributes,
  type RecurrenceActivations,
  type RecurrenceInputs,
  type RecurrenceLayers,
  type RecurrenceStates,
  randomNormal,
  randomUniform,
  recurrence,
  stepsOf,
  stopGradient,
  sumOfSquares,
} from './operations/index.js';
// Bounds of tensors
export { type ElboTerms, elbo } from './bounds/elbo.js';
export { importanceWeightedBound } from './bounds/importance-weighted-bound.js';
export { type TensorBound, type TensorObjective, tensorBound } from './bounds/tensor-bound.js';
export { tidyBound } from './bounds/tidy-bound.js';
// Distributions, listed by the support of their families
export * from './distributions/index.js';
// Divergences
export {
  alphaDivergence,
  chiSquared,
  closedKl,
  componentKls,
  crossEntropy,
  type Estimate,
  type Expand,
  type FDivergence,
  fDivergence,
  forwardKl,
  hasClosedKl,
  jensenShannon,
  klDivergence,
  type MonteCarloKlOptions,
  type MonteCarloOptions,
  matchingMixtureKl,
  monteCarloFDivergence,
  monteCarloJensenShannon,
  monteCarloKl,
  monteCarloKlEstimate,
  renyiDivergence,
  reverseKl,
  squaredHellinger,
  totalVariation,
  variationalMixtureKl,
} from './divergences/index.js';
// Networks
export {
  type ApplyOptions,
  type AutoregressiveNetOptions,
  autoregressiveNet,
  type BatchNormOptions,
  batchNorm,
  bernoulliHead,
  type Conditional,
  type ConvNetOptions,
  categoricalHead,
  categoricalVectorHead,
  conditional,
  continuousBernoulliHead,
  convNet,
  describeConditional,
  describeNetwork,
  deterministicHead,
  discretizedLogisticHead,
  fixedScaleNormalHead,
  fromLayersModel,
  glorotUniform,
  type Head,
  type Kernel,
  type LayersModel,
  type MlpOptions,
  mlp,
  multivariateNormalHead,
  type NamedVariables,
  type Network,
  type NormalHeadOptions,
  normalHead,
  prefixed,
  type Reparameterization,
  sequential,
  transposedConvNet,
  uniformVariable,
} from './networks/index.js';
// Values of tensors on a device
export { fetchValues, hostValues, isOnHost } from './special/host-values.js';
// Models of networks
export { assignVariables } from './networks/variables.js';
export { allOrNone, type OwnedPart } from './models/all-or-none.js';
export { averageOf } from './models/average-of.js';
export { type CheckedTensors, checkedTensors } from './models/checked-tensors.js';
export { NetworkModel } from './models/network-model.js';
// Players by gradient, optimizers, averages of weights
export {
  type AdamOptions,
  AdamRule,
  AdamW,
  defaultAdam,
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
  fractionSetting,
  type GradientPlayerOptions,
  gradientPlayer,
  type PlayerOptions,
  MomentOptimizer,
  type Moments,
  type MomentUpdate,
  type NamedTensor,
  type TensorsOf,
  tensorsOf,
} from './optimization/index.js';
// The choice of a backend
export {
  type BackendTrial,
  type BestBackend,
  type BestBackendOptions,
  bestBackend,
  type TrialSizes,
} from './backends/index.js';
