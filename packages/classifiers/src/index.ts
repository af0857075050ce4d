// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Logistic regression
export type { LogisticPlayersOptions } from './logistic-problem.js';
export {
  type LogisticRegression,
  type LogisticRegressionOptions,
  logisticRegression,
  type WaldStatistics,
} from './logistic-regression.js';
// Generative classifiers
export {
  BernoulliNaiveBayes,
  type BernoulliNaiveBayesOptions,
  bernoulliNaiveBayes,
} from './bernoulli-naive-bayes.js';
export type { GaussianClassifierOptions } from './gaussian-classifier.js';
export type { VarianceSmoothingOptions } from './gaussian-form.js';
export type { GenerativeClassifier, LinearGenerativeClassifier } from './generative-classifier.js';
export { LinearDiscriminant, linearDiscriminant, sharedGaussianNaiveBayes } from './linear-discriminant.js';
export { gaussianNaiveBayes, QuadraticDiscriminant, quadraticDiscriminant } from './quadratic-discriminant.js';
// Linear classifiers and labelled data
export { LinearClassifier } from './linear-classifier.js';
export type { LabelledData } from './features.js';
