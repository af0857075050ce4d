import type { SavedModel } from '@latents/training';
import type { LabelledData } from './features.js';
import {
  GaussianClassifier,
  type GaussianClassifierOptions,
  type GaussianParts,
  standardParts,
} from './gaussian-classifier.js';
import { fittedTo, formOf, savedAs, type VarianceSmoothingOptions } from './gaussian-form.js';

const FAMILY = { kind: 'quadratic discriminant', shared: false };

/**
 * Gaussian classes with a covariance each: quadratic discriminant analysis, and with diagonal covariances Gaussian naive
 * Bayes. Made with {@link quadraticDiscriminant} or {@link gaussianNaiveBayes} from data; a new one has standard normal
 * classes, to be trained.
 */
export class QuadraticDiscriminant extends GaussianClassifier {
  /**
   * @param parts Parameters of a fit; absent: standard normal classes.
   * @throws RangeError for sizes or a covariance that are out of range, or an unknown option.
   */
  constructor(options: GaussianClassifierOptions, parts?: GaussianParts) {
    const form = formOf('new QuadraticDiscriminant(options)', FAMILY, options);
    super(form, parts ?? standardParts(form));
  }

  /**
   * Returns the classifier that a file holds: `load(QuadraticDiscriminant, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for a prior that is no distribution, or a covariance that is not positive definite.
   */
  static fromSaved(saved: SavedModel): QuadraticDiscriminant {
    return new QuadraticDiscriminant(...savedAs('load(QuadraticDiscriminant, source)', FAMILY, saved));
  }
}

/**
 * Fits quadratic discriminant analysis: a full covariance for each class. Its log-odds are quadratic, so it has no `toLinear`.
 *
 * @throws RangeError for bad data, or a class whose covariance is singular where there is no smoothing.
 */
export function quadraticDiscriminant(
  data: LabelledData,
  options: VarianceSmoothingOptions = {},
): QuadraticDiscriminant {
  return new QuadraticDiscriminant(...fittedTo('quadraticDiscriminant(data, options)', FAMILY, data, 'full', options));
}

/**
 * Fits Gaussian naive Bayes: features independent given the class, each with a variance of its own for each class. Log-odds are quadratic;
 * with shared variances ({@link sharedGaussianNaiveBayes}) they are linear.
 *
 * @throws RangeError for bad data, or a feature that is constant within a class where there is no smoothing.
 */
export function gaussianNaiveBayes(data: LabelledData, options: VarianceSmoothingOptions = {}): QuadraticDiscriminant {
  return new QuadraticDiscriminant(...fittedTo('gaussianNaiveBayes(data, options)', FAMILY, data, 'diagonal', options));
}
