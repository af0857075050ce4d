import { choleskySolve } from '@latents/math';
import type { SavedModel } from '@latents/training';
import type { LabelledData } from './features.js';
import {
  GaussianClassifier,
  type GaussianClassifierOptions,
  type GaussianParts,
  standardParts,
} from './gaussian-classifier.js';
import { fittedTo, formOf, savedAs } from './gaussian-form.js';
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
   * Returns the same posterior as weights and an intercept, constant included: w = covariance^-1 mean, b = log prior - mean' w / 2.
   */
  toLinear(): LinearClassifier {
    const { classes, dimension: d } = this;
    const { means, factors, covariances, logPrior } = this.parts;
    const full = factors.length > d;
    const weights = new Float64Array(classes * d);
    const intercepts = new Float64Array(classes);
    for (let c = 0; c < classes; c++) {
      const mean = means.slice(c * d, (c + 1) * d);
      const w = full ? choleskySolve(factors, d, mean) : mean.map((value, j) => value / covariances[j]!);
      weights.set(w, c * d);
      intercepts[c] = logPrior[c]! - 0.5 * w.reduce((sum, value, j) => sum + value * means[c * d + j]!, 0);
    }
    return oddsFromScores(classes, d, weights, intercepts);
  }
}

/**
 * Fits linear discriminant analysis: x given the class is N(mean of the class, one shared full covariance). Its log-odds are linear though
 * the features are dependent: the note's "iff" is only "if" (ERRATA E61).
 *
 * @throws RangeError for bad data, or a singular covariance.
 */
export function linearDiscriminant(data: LabelledData): LinearDiscriminant {
  return new LinearDiscriminant(...fittedTo('linearDiscriminant(data)', FAMILY, data, 'full'));
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
 * @throws RangeError for bad data, or a feature that is constant within every class.
 * @see Stratos appendix C; ERRATA E62
 */
export function sharedGaussianNaiveBayes(data: LabelledData): LinearDiscriminant {
  return new LinearDiscriminant(...fittedTo('sharedGaussianNaiveBayes(data)', FAMILY, data, 'diagonal'));
}
