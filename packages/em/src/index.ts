// Gaussian mixtures
export {
  type CovarianceForm,
  type CovariancePrior,
  type CovarianceType,
  SingularCovarianceError,
} from './gmm/covariance.js';
export { GaussianMixture } from './gmm/gaussian-mixture.js';
export type { GaussianFamily, Gaussians } from './gmm/gaussians.js';
export {
  type CovarianceOptions,
  type GaussianParameters,
  gaussianMixture,
  gaussians,
  type InitializeOptions,
  initializeGaussianMixture,
} from './gmm/make-gaussian-mixture.js';
export type { MixtureData, MixtureInput } from './gmm/mixture-data.js';
// Hidden Markov models
export { CategoricalEmission } from './hmm/categorical-emission.js';
export type { Emission } from './hmm/emission.js';
export { GaussianEmission } from './hmm/gaussian-emission.js';
export { HiddenMarkovModel } from './hmm/hidden-markov-model.js';
export type { HmmParameters } from './hmm/hmm-parameters.js';
export type { HmmSequence } from './hmm/hmm-sequence.js';
export { PoissonEmission } from './hmm/poisson-emission.js';
// Linear classifiers
export { type BernoulliNaiveBayesOptions, bernoulliNaiveBayes } from './linear/bernoulli-naive-bayes.js';
export type { LabelledData } from './linear/features.js';
export {
  gaussianNaiveBayes,
  linearDiscriminant,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from './linear/gaussian-classifiers.js';
export type { GenerativeClassifier, LinearGenerativeClassifier } from './linear/generative.js';
export { LinearClassifier } from './linear/linear-classifier.js';
export {
  type LogisticRegression,
  type LogisticRegressionOptions,
  logisticRegression,
  type WaldStatistics,
} from './linear/logistic-regression.js';
export { autoencoderForm, entropyForm, type FiniteLatent, marginalForm } from './paradigm/elbo-forms.js';
export { type ExpectationMaximization, expectationMaximization } from './paradigm/expectation-maximization.js';
export { generalizedEm } from './paradigm/generalized-em.js';
export { type GradientAscended, type GradientAscentOptions, gradientAscent } from './paradigm/gradient-ascent.js';
export type { Expectation, LatentVariableModel } from './paradigm/latent-variable-model.js';
export {
  type EmIteration,
  type MaximizedLikelihood,
  type MaximizeLikelihoodOptions,
  maximizeLikelihood,
} from './paradigm/maximize-likelihood.js';
export { mergeExpectations } from './paradigm/merge-expectations.js';
export { MonotonicityError } from './paradigm/monotonicity-error.js';
export { type BatchEm, incrementalEm, type OnlineOptions, onlineEm } from './paradigm/online-em.js';
export { withRestarts } from './paradigm/restarts.js';
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
