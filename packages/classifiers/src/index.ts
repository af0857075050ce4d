// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Logistic regression
export {
  type LogisticRegression,
  type LogisticRegressionOptions,
  logisticRegression,
  type WaldStatistics,
} from './logistic-regression.js';
// Generative classifiers
export { type BernoulliNaiveBayesOptions, bernoulliNaiveBayes } from './bernoulli-naive-bayes.js';
export {
  gaussianNaiveBayes,
  linearDiscriminant,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from './gaussian-classifiers.js';
export type { GenerativeClassifier, LinearGenerativeClassifier } from './generative.js';
// Linear classifiers and labelled data
export { LinearClassifier } from './linear-classifier.js';
export type { LabelledData } from './features.js';
