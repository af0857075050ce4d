import { argMaxRows, type NdArray, softmaxInPlace } from '@latents/math';
import { checkFeatures } from './features.js';

/**
 * A linear model of the class given features: log-odds `W x + b`. With two classes one row of weights, the log-odds of class 1 against
 * class 0; with more, one row a class, up to a constant.
 *
 * @see Stratos appendix C
 */
export class LinearClassifier {
  readonly classes: number;
  readonly dimension: number;
  /** `[rows, dimension]`, row-major; rows is 1 for two classes, else the number of classes. */
  readonly weights: Float64Array;
  /** `[rows]`. */
  readonly intercepts: Float64Array;

  /** Throws a RangeError if the sizes do not fit or a parameter is not finite. */
  constructor(classes: number, weights: Float64Array, intercepts: Float64Array) {
    const rows = classes === 2 ? 1 : classes;
    if (!Number.isInteger(classes) || classes < 2) {
      throw new RangeError(`new LinearClassifier(classes): expected at least 2 classes, got ${classes}.`);
    }
    if (intercepts.length !== rows || weights.length === 0 || weights.length % rows !== 0) {
      throw new RangeError(
        `new LinearClassifier(classes, weights, intercepts): expected ${rows} rows of weights and intercepts, got ${weights.length} and ${intercepts.length} numbers.`,
      );
    }
    if (![...weights, ...intercepts].every(Number.isFinite)) {
      throw new RangeError('new LinearClassifier(classes, weights, intercepts): expected finite parameters.');
    }
    this.classes = classes;
    this.weights = weights;
    this.intercepts = intercepts;
    this.dimension = weights.length / rows;
  }

  /** The log-odds of each row: of class 1 for two classes, `[n]`; else unnormalised log-probabilities, `[n, classes]`. */
  scores(x: NdArray): Float64Array {
    const { data, n } = checkFeatures('classifier.scores(x)', x, this.dimension);
    const rows = this.intercepts.length;
    const d = this.dimension;
    const out = new Float64Array(n * rows);
    for (let i = 0; i < n; i++) {
      for (let r = 0; r < rows; r++) {
        let sum = this.intercepts[r]!;
        for (let j = 0; j < d; j++) sum += this.weights[r * d + j]! * data[i * d + j]!;
        out[i * rows + r] = sum;
      }
    }
    return out;
  }

  /** P(class | x) of each row, `[n, classes]`. */
  probabilities(x: NdArray): Float64Array {
    const scores = this.scores(x);
    const k = this.classes;
    if (k > 2) {
      for (let i = 0; i < scores.length; i += k) softmaxInPlace(scores, i, k);
      return scores;
    }
    const out = new Float64Array(2 * scores.length);
    for (let i = 0; i < scores.length; i++) {
      out[2 * i] = 1 / (1 + Math.exp(scores[i]!));
      out[2 * i + 1] = 1 / (1 + Math.exp(-scores[i]!));
    }
    return out;
  }

  /** The most probable class of each row, `[n]`. */
  predict(x: NdArray): Int32Array {
    const scores = this.scores(x);
    if (this.classes === 2) return Int32Array.from(scores, (score) => (score > 0 ? 1 : 0));
    return argMaxRows(scores, this.classes);
  }
}
