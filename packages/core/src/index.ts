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
// Random numbers
export { createRng, Rng, type RngState } from './rng/index.js';

// Training
export {
  type Batches,
  type BatchOptions,
  batches,
  type FitOptions,
  fit,
  fullBatch,
  History,
  type Move,
  type NamedArrays,
  NonFiniteError,
  type Reading,
  type Rows,
  type Step,
  type StepContext,
} from './training/index.js';
