import { type ArrayInput, argMaxRows, checkOptions, type NamedArrays, ndArray, softmaxInPlace } from '@latents/math';
import { checkArrays, checkKind, type ModelConfig, type SavedModel } from '@latents/training';
import { ClassifierModel } from './classifier-model.js';
import { checkFeatures, type Sizes } from './features.js';
import type { LinearParts } from './linear-parts.js';
import { logisticPlayer } from './logistic-player.js';
import type { LogisticPlayersOptions } from './logistic-problem.js';
import { checkedSizes } from './sizes.js';

const KIND = 'linear classifier';

/**
 * A linear model of the class given features: log-odds `W x + b`. With two classes one row of weights, the log-odds of class 1 against
 * class 0; with more, one row per class, up to a constant. Its player is logistic regression.
 *
 * @example
 * ```ts
 * import { createRng, LinearClassifier, load, save, train } from '@latents/classifiers';
 *
 * const data = { x: [[0], [1], [2], [1], [2], [3]], y: [0, 0, 0, 1, 1, 1] };
 * const classifier = LinearClassifier.zeros({ classes: 2, dimension: 1 });
 * for await (const reading of train(classifier, data, { steps: 8, rng: createRng(0) })) void reading;
 * classifier.weights[0]! > 0; // => true
 * let file = new Uint8Array();
 * await save(classifier, { write: async (bytes) => void (file = bytes) });
 * (await load(LinearClassifier, file)).weights[0] === classifier.weights[0]; // => true
 * ```
 * @see Stratos appendix C
 */
export class LinearClassifier extends ClassifierModel<LinearParts, LogisticPlayersOptions> {
  /**
   * @param weights `[rows, dimension]`, row-major; rows is 1 for two classes, else the number of classes.
   * @param intercepts `[rows]`.
   * @throws RangeError if the sizes do not fit or a parameter is not finite.
   */
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
    super({ classes, dimension: weights.length / rows }, { weights, intercepts });
  }

  /**
   * Returns a classifier with weights of 0, to be trained: all classes are equally probable.
   *
   * @throws RangeError unless there are at least 2 classes and 1 feature, or for an unknown option.
   */
  static zeros(sizes: { readonly classes: number; readonly dimension: number }): LinearClassifier {
    const where = 'LinearClassifier.zeros(sizes)';
    checkOptions(where, sizes, ['classes', 'dimension']);
    const { classes, dimension } = checkedSizes(where, sizes);
    const rows = classes === 2 ? 1 : classes;
    return new LinearClassifier(classes, new Float64Array(rows * dimension), new Float64Array(rows));
  }

  /**
   * Returns the classifier that a file holds: `load(LinearClassifier, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   */
  static fromSaved({ config, arrays }: SavedModel): LinearClassifier {
    const where = 'load(LinearClassifier, source)';
    checkKind(where, KIND, config);
    checkOptions(where, config as object, ['kind', 'classes', 'dimension']);
    const sizes = checkedSizes(where, config);
    const { weights, intercepts } = partsOfArrays(where, sizes, arrays);
    return new LinearClassifier(sizes.classes, weights, intercepts);
  }

  /** `[rows, dimension]`, row-major; rows is 1 for two classes, else the number of classes. */
  get weights(): Float64Array {
    return this.parts.weights;
  }

  /** `[rows]`. */
  get intercepts(): Float64Array {
    return this.parts.intercepts;
  }

  override get config(): ModelConfig {
    return { kind: KIND, classes: this.classes, dimension: this.dimension };
  }

  override get parameters(): NamedArrays {
    const rows = this.intercepts.length;
    return {
      weights: ndArray([rows, this.dimension], this.weights),
      intercepts: ndArray([rows], this.intercepts),
    };
  }

  /**
   * Returns the player of logistic regression, who raises the (penalised) log-likelihood of this classifier by one iteration
   * of its solver per move.
   *
   * @throws RangeError for an unknown option, or one that is out of range.
   */
  override players(options: LogisticPlayersOptions = {}) {
    const { classes, dimension } = this;
    const read = () => this.parts;
    const write = (parts: LinearParts) => {
      this.parts = parts;
    };
    return [logisticPlayer({ model: this, classes, dimension, read, write }, options)] as const;
  }

  /** Returns the log-odds of each row: of class 1 for two classes, `[n]`; else unnormalised log-probabilities, `[n, classes]`. */
  scores(x: ArrayInput): Float64Array {
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

  /** Returns P(class | x) of each row, `[n, classes]`. */
  probabilities(x: ArrayInput): Float64Array {
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

  /** Returns the most probable class of each row, `[n]`. */
  predict(x: ArrayInput): Int32Array {
    const scores = this.scores(x);
    if (this.classes === 2) return Int32Array.from(scores, (score) => (score > 0 ? 1 : 0));
    return argMaxRows(scores, this.classes);
  }

  protected override partsOf(arrays: NamedArrays): LinearParts {
    return partsOfArrays('classifier.assign(arrays)', this, arrays);
  }
}

function partsOfArrays(where: string, { classes, dimension }: Sizes, arrays: NamedArrays): LinearParts {
  const rows = classes === 2 ? 1 : classes;
  checkArrays(where, { weights: { shape: [rows, dimension] }, intercepts: { shape: [rows] } }, arrays);
  return {
    weights: Float64Array.from(arrays['weights']!.data),
    intercepts: Float64Array.from(arrays['intercepts']!.data),
  };
}
