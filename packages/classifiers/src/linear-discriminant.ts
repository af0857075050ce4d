import { choleskySolve } from '@latents/math';
import type { SavedModel } from '@latents/training';
import type { LabelledData } from './features.js';
import {
  GaussianClassifier,
  type GaussianClassifierOptions,
  type GaussianParts,
  standardParts,
} from './gaussian-classifier.js';
import { fittedTo, formOf, savedAs, type VarianceSmoothingOptions } from './gaussian-form.js';
import { oddsFromScores } from './generative-classifier.js';
import type { LinearClassifier } from './linear-classifier.js';

const FAMILY = { kind: 'linear discriminant', shared: true };

/**
 * Gaussian classes that share a covariance: linear discriminant analysis, and with a diagonal covariance Gaussian naive
 * Bayes with shared variances. Made with {@link linearDiscriminant} or {@link sharedGaussianNaiveBayes} from data; a new one
 * has standard normal classes, to be trained.
 *
 * @see Stratos appendix C; ERRATA E61, E62
 */
export class LinearDiscriminant extends GaussianClassifier {
  /**
   * @param parts Parameters of a fit; absent: standard normal classes.
   * @throws RangeError for sizes or a covariance that are out of range, or an unknown option.
   */
  constructor(options: GaussianClassifierOptions, parts?: GaussianParts) {
    const form = formOf('new LinearDiscriminant(options)', FAMILY, options);
    super(form, parts ?? standardParts(form));
  }

  /**
   * Returns the classifier that a file holds: `load(LinearDiscriminant, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for a prior that is no distribution, or a covariance that is not positive definite.
   */
  static fromSaved(saved: SavedModel): LinearDiscriminant {
    return new LinearDiscriminant(...savedAs('load(LinearDiscriminant, source)', FAMILY, saved));
  }

  /**
   * Returns the same posterior as weights and an intercept, constant included: w = covariance^-1 (mean - m) and
   * b = log prior - w' (mean + m) / 2 with m the mean of the class means, which adds one function of x to the scores of all classes, so
   * that nothing cancels far from the origin.
   */
  toLinear(): LinearClassifier {
    const { classes, dimension: d } = this;
    const { means, factors, covariances, logPrior } = this.parts;
    const full = factors.length > d;
    const weights = new Float64Array(classes * d);
    const intercepts = new Float64Array(classes);
    const centre = Float64Array.from({ length: d }, (_, j) => {
      let offset = 0;
      for (let c = 0; c < classes; c++) offset += (means[c * d + j]! - means[j]!) / classes;
      return means[j]! + offset;
    });
    for (let c = 0; c < classes; c++) {
      const difference = centre.map((value, j) => means[c * d + j]! - value);
      const w = full ? choleskySolve(factors, d, difference) : difference.map((value, j) => value / covariances[j]!);
      weights.set(w, c * d);
      const midpoint = (j: number) => means[c * d + j]! / 2 + centre[j]! / 2;
      intercepts[c] = logPrior[c]! - w.reduce((sum, value, j) => sum + value * midpoint(j), 0);
    }
    return oddsFromScores(classes, d, weights, intercepts);
  }
}

/**
 * Fits linear discriminant analysis: x given the class is N(mean of the class, one shared full covariance). Its log-odds are linear though
 * the features are dependent: the note's "iff" is only "if" (ERRATA E61).
 *
 * @throws RangeError for bad data, or a singular covariance where there is no smoothing.
 */
export function linearDiscriminant(data: LabelledData, options: VarianceSmoothingOptions = {}): LinearDiscriminant {
  return new LinearDiscriminant(...fittedTo('linearDiscriminant(data, options)', FAMILY, data, 'full', options));
}

/**
 * Fits Gaussian naive Bayes with the variances shared by the classes: the note's example of appendix C, with the constant it lost.
 *
 * @example
 * ```ts
 * import { sharedGaussianNaiveBayes } from '@latents/classifiers';
 *
 * const linear = sharedGaussianNaiveBayes({ x: [[-1], [1], [3], [5]], y: [0, 0, 1, 1] }).toLinear();
 * [...linear.weights]; // => [4]
 * [...linear.intercepts]; // => [-8]
 * ```
 * @throws RangeError for bad data, or a feature that is constant within every class where there is no smoothing.
 * @see Stratos appendix C; ERRATA E62
 */
export function sharedGaussianNaiveBayes(
  data: LabelledData,
  options: VarianceSmoothingOptions = {},
): LinearDiscriminant {
  return new LinearDiscriminant(
    ...fittedTo('sharedGaussianNaiveBayes(data, options)', FAMILY, data, 'diagonal', options),
  );
}
