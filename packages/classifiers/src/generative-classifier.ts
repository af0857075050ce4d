import { type ArrayInput, argMaxRows, type NdArray, ndArray, softmaxInPlace } from '@latents/math';
import type { Player } from '@latents/training';
import { ClassifierModel } from './classifier-model.js';
import { checkExamples, checkFeatures, type Examples, type LabelledData } from './features.js';
import { LinearClassifier } from './linear-classifier.js';

/** Parameters of a generative classifier, prepared for densities. */
export interface GenerativeParts {
  /** log P(class), `[classes]`. */
  readonly logPrior: Float64Array;
  /** Returns log p(x | class) of the row at `offset`, in nats. */
  logDensity(row: Float64Array, offset: number, c: number): number;
}

/** A model of p(x, class): P(class | x) by Bayes' rule. Its player fits it in one move, which has a closed form. */
export abstract class GenerativeClassifier<Parts extends GenerativeParts = GenerativeParts> extends ClassifierModel<
  Parts,
  object
> {
  /** Returns the parameters of highest likelihood, or throws a RangeError that names the reason why there are none. */
  protected abstract fitted(where: string, examples: Examples): Parts;

  /** Throws a RangeError for features that no class can have. */
  protected checkValues(_where: string, _x: Float64Array, _d: number): void {}

  /** log P(class), `[classes]`. */
  get logPrior(): Float64Array {
    return this.parts.logPrior;
  }

  /** Returns log p(x, class) of each row, `[n, classes]`, in nats. */
  logJoint(x: ArrayInput): Float64Array {
    const { classes, dimension: d, parts } = this;
    const { data, n } = checkFeatures('classifier.logJoint(x)', x, d);
    this.checkValues('classifier.logJoint(x)', data, d);
    const out = new Float64Array(n * classes);
    for (let i = 0; i < n; i++)
      for (let c = 0; c < classes; c++) out[i * classes + c] = parts.logPrior[c]! + parts.logDensity(data, i * d, c);
    return out;
  }

  /** Returns P(class | x) of each row, `[n, classes]`. @throws RangeError for a row so far from the data that no class has a density. */
  probabilities(x: ArrayInput): Float64Array {
    const joint = this.possibleJoint('classifier.probabilities(x)', x);
    for (let i = 0; i < joint.length; i += this.classes) softmaxInPlace(joint, i, this.classes);
    return joint;
  }

  /** Returns the most probable class of each row, `[n]`. @throws RangeError as `probabilities` does. */
  predict(x: ArrayInput): Int32Array {
    return argMaxRows(this.possibleJoint('classifier.predict(x)', x), this.classes);
  }

  /** Returns log p(x, class), `[n, classes]`, of rows that some class can have. */
  private possibleJoint(where: string, x: ArrayInput): Float64Array {
    const { classes } = this;
    const joint = this.logJoint(x);
    for (let i = 0; i < joint.length; i += classes) {
      if (joint.subarray(i, i + classes).some((value) => value > -Infinity)) continue;
      throw new RangeError(
        `${where}: expected rows with a positive density, got 0 under every class in row ${i / classes}: its distance overflows. Take a row that is nearer to the data of the fit.`,
      );
    }
    return joint;
  }

  /**
   * Returns the player who gives this classifier the parameters of highest likelihood, in one move.
   *
   * @throws RangeError for any option: there are none.
   */
  override players(options: object = {}): readonly [Player<LabelledData>] {
    const [unknown] = Object.keys(options);
    if (unknown !== undefined)
      throw new RangeError(
        `classifier.players(options): expected no options, got '${unknown}'. The fit of a generative classifier has a closed form.`,
      );
    return [
      {
        name: 'classifier',
        model: this,
        take: (batch) => {
          const where = 'fit(players, data)';
          const examples = checkExamples(where, batch, this);
          const { parts } = this;
          const next = this.fitted(where, examples);
          this.parts = next;
          return moveOf(parts, examples);
        },
      },
    ];
  }
}

/** A generative classifier whose log-odds are linear in x. */
export type LinearGenerativeClassifier = GenerativeClassifier & {
  /**
   * Returns the same posterior as weights and an intercept, constant included: `b = log(pi / (1 - pi)) + sum_i c_i` (ERRATA
   * E62; the note drops the c_i, and with them the right class).
   */
  toLinear(): LinearClassifier;
};

/** Returns the report of a move: log p(x, y) before it, in nats per example. */
function moveOf({ logPrior, logDensity }: GenerativeParts, { x, y, n, d }: Examples) {
  let prior = 0;
  let density = 0;
  for (let i = 0; i < n; i++) {
    prior += logPrior[y[i]!]! / n;
    density += logDensity(x, i * d, y[i]!) / n;
  }
  const terms = { 'log p(y)': prior, 'log p(x | y)': density };
  return { nats: prior + density, of: 'log p(x, y)', side: 'exact', direction: 'up', sound: true, terms } as const;
}

/** Returns log P(class) of equally probable classes, as an array. */
export function uniformPrior(classes: number): Float64Array {
  return new Float64Array(classes).fill(-Math.log(classes));
}

/** Throws a RangeError unless log probabilities are those of a distribution. */
export function checkLogPrior(where: string, { data }: NdArray): Float64Array {
  const total = Array.from(data).reduce((sum, log) => sum + Math.exp(log), 0);
  if (!(Math.abs(total - 1) <= 1e-6))
    throw new RangeError(`${where}, logPrior: expected probabilities that sum to 1, got ${total}.`);
  return Float64Array.from(data);
}

/** Returns the prior as an array with a shape. */
export function priorArray(logPrior: Float64Array): NdArray {
  return ndArray([logPrior.length], logPrior);
}

/** Returns scores of all classes as a classifier: for two classes, the difference of their rows. */
export function oddsFromScores(
  classes: number,
  d: number,
  weights: Float64Array,
  intercepts: Float64Array,
): LinearClassifier {
  if (classes !== 2) return new LinearClassifier(classes, weights, intercepts);
  const difference = Float64Array.from({ length: d }, (_, j) => weights[d + j]! - weights[j]!);
  return new LinearClassifier(2, difference, Float64Array.of(intercepts[1]! - intercepts[0]!));
}
