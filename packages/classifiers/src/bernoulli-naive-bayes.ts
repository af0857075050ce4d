import { checkNonNegative, checkOptions, type NamedArrays, ndArray } from '@latents/math';
import { checkArrays, checkKind, type ModelConfig, type SavedModel } from '@latents/training';
import { checkExamples, type Examples, type LabelledData, type Sizes } from './features.js';
import {
  checkLogPrior,
  GenerativeClassifier,
  type GenerativeParts,
  oddsFromScores,
  priorArray,
  uniformPrior,
} from './generative-classifier.js';
import type { LinearClassifier } from './linear-classifier.js';
import { checkedSizes } from './sizes.js';

const KIND = 'Bernoulli naive Bayes';

export interface BernoulliNaiveBayesOptions {
  /** Added to the count of ones and of zeros of each feature and class, so that none has probability 0 (default 1). */
  readonly smoothing?: number;
}

/** Parameters of Bernoulli naive Bayes. */
export interface BernoulliParts extends GenerativeParts {
  /** log P(feature = 1 | class), `[classes, d]`, and log P(feature = 0 | class). */
  readonly logOn: Float64Array;
  readonly logOff: Float64Array;
}

/**
 * Bernoulli naive Bayes: bits independent given the class. Made with {@link bernoulliNaiveBayes} from data; a new one has
 * fair coins, to be trained.
 *
 * @see Stratos appendix C; ERRATA E62
 */
export class BernoulliNaiveBayes extends GenerativeClassifier<BernoulliParts> {
  /** The number that is added to the counts. */
  readonly smoothing: number;

  /**
   * @param parts Parameters of a fit; absent: each bit is 1 with probability 1/2.
   * @throws RangeError for sizes or smoothing that are out of range, or an unknown option.
   */
  constructor(
    options: BernoulliNaiveBayesOptions & { readonly classes: number; readonly dimension: number },
    parts?: BernoulliParts,
  ) {
    const where = 'new BernoulliNaiveBayes(options)';
    checkOptions(where, options, ['classes', 'dimension', 'smoothing']);
    const { smoothing = 1 } = options;
    checkNonNegative(`${where}, smoothing`, smoothing);
    const sizes = checkedSizes(where, options);
    super(sizes, parts ?? fairParts(sizes));
    this.smoothing = smoothing;
  }

  /**
   * Returns the classifier that a file holds: `load(BernoulliNaiveBayes, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for settings or probabilities outside their domain.
   */
  static fromSaved({ config, arrays }: SavedModel): BernoulliNaiveBayes {
    const where = 'load(BernoulliNaiveBayes, source)';
    checkKind(where, KIND, config);
    checkOptions(where, config as object, ['kind', 'classes', 'dimension', 'smoothing']);
    const { smoothing } = config;
    checkNonNegative(`${where}, smoothing`, smoothing);
    const sizes = checkedSizes(where, config);
    return new BernoulliNaiveBayes({ ...sizes, smoothing }, partsOfArrays(where, sizes, arrays));
  }

  override get config(): ModelConfig {
    return { kind: KIND, classes: this.classes, dimension: this.dimension, smoothing: this.smoothing };
  }

  override get parameters(): NamedArrays {
    const { logPrior, logOn, logOff } = this.parts;
    const shape = [this.classes, this.dimension];
    return { logPrior: priorArray(logPrior), logOn: ndArray(shape, logOn), logOff: ndArray(shape, logOff) };
  }

  /** Returns the same posterior as weights, `logit p1 - logit p0`, and an intercept with `log((1 - p1) / (1 - p0))` per feature. */
  toLinear(): LinearClassifier {
    const { classes, dimension: d } = this;
    const { logPrior, logOn, logOff } = this.parts;
    const weights = logOn.map((on, i) => on - logOff[i]!);
    const intercepts = logPrior.map((prior, c) =>
      logOff.slice(c * d, (c + 1) * d).reduce((sum, off) => sum + off, prior),
    );
    return oddsFromScores(classes, d, weights, intercepts);
  }

  protected override partsOf(arrays: NamedArrays): BernoulliParts {
    return partsOfArrays('classifier.assign(arrays)', this, arrays);
  }

  protected override fitted(where: string, examples: Examples): BernoulliParts {
    return fittedParts(where, examples, this.smoothing);
  }

  protected override checkValues(where: string, x: Float64Array, d: number): void {
    checkBits(where, x, d);
  }
}

/**
 * Fits Bernoulli naive Bayes: bits independent given the class. Linear log-odds: `w = logit p1 - logit p0`, and
 * `c = log((1 - p1) / (1 - p0))` a feature in the intercept.
 *
 * @throws RangeError for features that are not 0 or 1, negative smoothing, or no smoothing where a feature never varies in a class.
 * @see Stratos appendix C; ERRATA E62
 */
export function bernoulliNaiveBayes(data: LabelledData, options: BernoulliNaiveBayesOptions = {}): BernoulliNaiveBayes {
  const where = 'bernoulliNaiveBayes(data)';
  checkOptions('bernoulliNaiveBayes(data, options)', options, ['smoothing']);
  const { smoothing = 1 } = options;
  checkNonNegative('bernoulliNaiveBayes(data, { smoothing })', smoothing);
  const examples = checkExamples(where, data);
  const parts = fittedParts(where, examples, smoothing);
  return new BernoulliNaiveBayes({ classes: examples.classes, dimension: examples.d, smoothing }, parts);
}

function fairParts({ classes, dimension }: Sizes): BernoulliParts {
  const half = new Float64Array(classes * dimension).fill(-Math.LN2);
  return prepared(uniformPrior(classes), half, half, dimension);
}

function partsOfArrays(where: string, { classes, dimension }: Sizes, arrays: NamedArrays): BernoulliParts {
  const shape = { shape: [classes, dimension] };
  checkArrays(where, { logPrior: { shape: [classes] }, logOn: shape, logOff: shape }, arrays);
  const logOn = Float64Array.from(arrays['logOn']!.data);
  const logOff = Float64Array.from(arrays['logOff']!.data);
  const odd = logOn.findIndex((on, i) => !(Math.abs(Math.exp(on) + Math.exp(logOff[i]!) - 1) <= 1e-6));
  if (odd >= 0)
    throw new RangeError(
      `${where}: expected probabilities of 1 and 0 that sum to 1, got ${Math.exp(logOn[odd]!)} and ${Math.exp(logOff[odd]!)} for feature ${odd % dimension}.`,
    );
  return prepared(checkLogPrior(where, arrays['logPrior']!), logOn, logOff, dimension);
}

function fittedParts(where: string, { x, y, n, d, classes }: Examples, smoothing: number): BernoulliParts {
  checkBits(where, x, d);
  const counts = new Float64Array(classes);
  const ones = new Float64Array(classes * d);
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    counts[c]!++;
    for (let j = 0; j < d; j++) ones[c * d + j]! += x[i * d + j]!;
  }
  const logShare = (count: number, i: number) => {
    const all = counts[Math.floor(i / d)]!;
    return Math.log((count + smoothing) / (all + 2 * smoothing));
  };
  const logOn = ones.map(logShare);
  const logOff = ones.map((count, i) => logShare(counts[Math.floor(i / d)]! - count, i));
  const sure = [...logOn, ...logOff].indexOf(-Infinity);
  if (sure >= 0) {
    throw new RangeError(
      `${where}: expected smoothing > 0, got 0 with feature ${sure % d} constant in class ${Math.floor((sure % (classes * d)) / d)}: its log-odds would be infinite.`,
    );
  }
  return prepared(
    counts.map((count) => Math.log(count / n)),
    logOn,
    logOff,
    d,
  );
}

function prepared(logPrior: Float64Array, logOn: Float64Array, logOff: Float64Array, d: number): BernoulliParts {
  const logDensity = (row: Float64Array, offset: number, c: number): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += row[offset + j] === 1 ? logOn[c * d + j]! : logOff[c * d + j]!;
    return sum;
  };
  return { logPrior, logOn, logOff, logDensity };
}

function checkBits(where: string, x: Float64Array, d: number): void {
  const at = x.findIndex((value) => value !== 0 && value !== 1);
  if (at >= 0) {
    throw new RangeError(
      `${where}: expected features that are 0 or 1, got ${x[at]} in row ${Math.floor(at / d)}, column ${at % d}.`,
    );
  }
}
