import type { LabelledData } from './features.js';
import {
  type ClassMoments,
  classMoments,
  type GenerativeClassifier,
  gaussianDensity,
  generative,
  type LinearGenerativeClassifier,
  linearFromSharedCovariance,
} from './generative.js';

/**
 * Fits linear discriminant analysis: x given the class is N(mean of the class, one shared full covariance). Its log-odds are linear though
 * the features are dependent: the note's "iff" is only "if" (ERRATA E61).
 *
 * @throws RangeError for bad data, or a singular covariance.
 */
export function linearDiscriminant(data: LabelledData): LinearGenerativeClassifier {
  const moments = classMoments('linearDiscriminant(data)', data);
  const covariance = pooled(moments);
  return sharing('linearDiscriminant', moments, covariance);
}

/**
 * Fits quadratic discriminant analysis: a full covariance for each class. Its log-odds are quadratic, so it has no `toLinear`.
 *
 * @throws RangeError for bad data, or a class whose covariance is singular.
 */
export function quadraticDiscriminant(data: LabelledData): GenerativeClassifier {
  const moments = classMoments('quadraticDiscriminant(data)', data);
  const { classes, d, counts, means, scatters, logPrior } = moments;
  const densities = Array.from({ length: classes }, (_, c) => {
    const covariance = scatters.slice(c * d * d, (c + 1) * d * d).map((value) => value / counts[c]!);
    return gaussianDensity(`quadraticDiscriminant(data), class ${c}`, means.slice(c * d, (c + 1) * d), covariance, d);
  });
  return generative('quadraticDiscriminant', d, logPrior, densities);
}

/**
 * Fits Gaussian naive Bayes: features independent given the class, each with a variance of its own for each class. Log-odds are quadratic;
 * with shared variances ({@link sharedGaussianNaiveBayes}) they are linear.
 *
 * @throws RangeError for bad data, or a feature that is constant within a class.
 */
export function gaussianNaiveBayes(data: LabelledData): GenerativeClassifier {
  const { classes, d, counts, means, scatters, logPrior } = classMoments('gaussianNaiveBayes(data)', data);
  const densities = Array.from({ length: classes }, (_, c) => {
    const covariance = new Float64Array(d * d);
    for (let j = 0; j < d; j++) covariance[j * d + j] = scatters[(c * d + j) * d + j]! / counts[c]!;
    return gaussianDensity(`gaussianNaiveBayes(data), class ${c}`, means.slice(c * d, (c + 1) * d), covariance, d);
  });
  return generative('gaussianNaiveBayes', d, logPrior, densities);
}

/**
 * Fits Gaussian naive Bayes with the variances shared by the classes: the note's example of appendix C, with the constant it lost.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { sharedGaussianNaiveBayes } from '@latents/classifiers';
 *
 * const x = ndArray([4, 1], Float64Array.of(-1, 1, 3, 5));
 * const linear = sharedGaussianNaiveBayes({ x, y: [0, 0, 1, 1] }).toLinear();
 * [...linear.weights]; // => [4]
 * [...linear.intercepts]; // => [-8]
 * ```
 * @throws RangeError for bad data, or a feature that is constant within every class.
 * @see Stratos appendix C; ERRATA E62
 */
export function sharedGaussianNaiveBayes(data: LabelledData): LinearGenerativeClassifier {
  const moments = classMoments('sharedGaussianNaiveBayes(data)', data);
  const full = pooled(moments);
  const diagonal = full.map((value, i) => (i % (moments.d + 1) === 0 ? value : 0));
  return sharing('sharedGaussianNaiveBayes', moments, diagonal);
}

/** The classifier whose classes share a covariance. */
function sharing(name: string, moments: ClassMoments, covariance: Float64Array): LinearGenerativeClassifier {
  const { classes, d, means, logPrior } = moments;
  const densities = Array.from({ length: classes }, (_, c) =>
    gaussianDensity(`${name}(data)`, means.slice(c * d, (c + 1) * d), covariance, d),
  );
  return {
    ...generative(name, d, logPrior, densities),
    toLinear: () => linearFromSharedCovariance(moments, covariance),
  };
}

/** The maximum-likelihood covariance around the class means, `[d, d]`. */
function pooled({ classes, n, d, scatters }: ClassMoments): Float64Array {
  const covariance = new Float64Array(d * d);
  for (let c = 0; c < classes; c++)
    for (let i = 0; i < d * d; i++) covariance[i] = covariance[i]! + scatters[c * d * d + i]! / n;
  return covariance;
}
