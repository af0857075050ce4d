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
