// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Algorithms: EM in its forms, and direct ascent
export {
  DegenerateModelError,
  ImpossibleDataError,
  OutsideDomainError,
} from './algorithms/degenerate-model-error.js';
export { type ExpectationMaximization, expectationMaximization } from './algorithms/expectation-maximization.js';
export { generalizedEm } from './algorithms/generalized-em.js';
export { type GradientAscended, type GradientAscentOptions, gradientAscent } from './algorithms/gradient-ascent.js';
export { incrementalEm } from './algorithms/incremental-em.js';
export type { Expectation, LatentVariableModel, TrainableModel } from './algorithms/latent-variable-model.js';
export {
  type EmIteration,
  type MaximizedLikelihood,
  type MaximizeLikelihoodOptions,
  maximizeLikelihood,
} from './algorithms/maximize-likelihood.js';
export { mergeExpectations } from './algorithms/merge-expectations.js';
export { MonotonicityError } from './algorithms/monotonicity-error.js';
export { type BatchEm, type OnlineOptions, onlineEm } from './algorithms/online-em.js';
export { withRestarts } from './algorithms/restarts.js';
// The evidence lower bound in three forms
export { type ElboForms, elboForms, type FiniteLatent } from './algorithms/elbo-forms.js';
// Gaussian mixtures
export {
  type CovarianceFloor,
  type CovarianceForm,
  type CovariancePrior,
  type CovarianceType,
  SingularCovarianceError,
} from './gmm/covariance.js';
export { GaussianMixture, gaussianMixture } from './gmm/gaussian-mixture.js';
export type { GaussianFamily, Gaussians } from './gmm/gaussians.js';
export { type CovarianceOptions, type GaussianParameters, gaussians } from './gmm/gaussians-from-parameters.js';
export { type InitializeOptions, initializeGaussianMixture } from './gmm/initialize-gaussian-mixture.js';
export type { MixtureData, MixtureInput } from './gmm/mixture-data.js';
// Hidden Markov models
export { CategoricalEmission } from './hmm/categorical-emission.js';
export type { Emission, EmissionConfig, StateRows } from './hmm/emission.js';
export { GaussianEmission } from './hmm/gaussian-emission.js';
export { HiddenMarkovModel } from './hmm/hidden-markov-model.js';
export type { HmmParameters } from './hmm/hmm-parameters.js';
export type { HmmSequence } from './hmm/hmm-sequence.js';
export { PoissonEmission } from './hmm/poisson-emission.js';
// Probabilistic context-free grammars
export { type BinarizeOptions, binarize, unbinarize } from './pcfg/binarize.js';
export { cleanTree } from './pcfg/clean-tree.js';
export { type ChartPosterior, ContextFreeGrammar, type Sentences } from './pcfg/context-free-grammar.js';
export { estimateTreebankGrammar, type TreebankOptions } from './pcfg/estimate-treebank-grammar.js';
export { type GrammarParameters, type Tree, treeLength, treeWords } from './pcfg/grammar.js';
export { type BracketScore, labelledF1, type ScoringOptions } from './pcfg/labelled-f1.js';
export { parseGrammar } from './pcfg/parse-grammar.js';
export { printGrammar } from './pcfg/print-grammar.js';
export {
  type LabelledSpan,
  type LabelledTree,
  labelledSpans,
  leaves,
  parseTreebank,
  printTree,
} from './pcfg/treebank.js';
export { TreebankGrammar } from './pcfg/treebank-grammar.js';
// Semirings: what a dynamic program computes
export { type Derivation, labelsOf, type Semiring } from './semirings/semiring.js';
export {
  countSemiring,
  type Entropy,
  entropySemiring,
  logSemiring,
  maxSemiring,
  nBestSemiring,
  sampleSemiring,
  type Weighted,
} from './semirings/semirings.js';
