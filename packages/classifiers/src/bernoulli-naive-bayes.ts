import { checkNonNegative, type NdArray } from '@latents/math';
import { checkFeatures, checkLabels, type LabelledData } from './features.js';
import { generative, type LinearGenerativeClassifier, oddsFromScores } from './generative.js';

export interface BernoulliNaiveBayesOptions {
  /** Added to the count of ones and of zeros of each feature and class, so that none has probability 0 (default 1). */
  readonly smoothing?: number;
}

/**
 * Fits Bernoulli naive Bayes: bits independent given the class. Linear log-odds: `w = logit p1 - logit p0`, and
 * `c = log((1 - p1) / (1 - p0))` a feature in the intercept.
 *
 * @throws RangeError for features that are not 0 or 1, negative smoothing, or no smoothing where a feature never varies in a class.
 * @see Stratos appendix C; ERRATA E62
 */
export function bernoulliNaiveBayes(
  { x, y }: LabelledData,
  { smoothing = 1 }: BernoulliNaiveBayesOptions = {},
): LinearGenerativeClassifier {
  const where = 'bernoulliNaiveBayes(data)';
  const { data, n, d } = checkFeatures(where, x);
  checkBits(where, x);
  const classes = checkLabels(where, y, n);
  checkNonNegative('bernoulliNaiveBayes(data, { smoothing })', smoothing);
  const counts = new Float64Array(classes);
  const ones = new Float64Array(classes * d);
  for (let i = 0; i < n; i++) {
    const c = y[i]!;
    counts[c] = counts[c]! + 1;
    for (let j = 0; j < d; j++) ones[c * d + j] = ones[c * d + j]! + data[i * d + j]!;
  }
  const logOn = ones.map((count, i) => Math.log((count + smoothing) / (counts[Math.floor(i / d)]! + 2 * smoothing)));
  const logOff = ones.map((count, i) =>
    Math.log((counts[Math.floor(i / d)]! - count + smoothing) / (counts[Math.floor(i / d)]! + 2 * smoothing)),
  );
  const sure = [...logOn, ...logOff].indexOf(-Infinity);
  if (sure >= 0) {
    throw new RangeError(
      `${where}: expected smoothing > 0, got 0 with feature ${sure % d} constant in class ${Math.floor((sure % (classes * d)) / d)}: its log-odds would be infinite.`,
    );
  }
  const logPrior = counts.map((count) => Math.log(count / n));
  const densities = Array.from({ length: classes }, (_, c) => (row: Float64Array, offset: number) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += row[offset + j] === 1 ? logOn[c * d + j]! : logOff[c * d + j]!;
    return sum;
  });
  return {
    ...generative('bernoulliNaiveBayes', d, logPrior, densities, (rows) =>
      checkBits('bernoulliNaiveBayes.logJoint(x)', rows),
    ),
    toLinear: () => {
      const weights = logOn.map((on, i) => on - logOff[i]!);
      const intercepts = logPrior.map((prior, c) =>
        logOff.slice(c * d, (c + 1) * d).reduce((sum, off) => sum + off, prior),
      );
      return oddsFromScores(classes, d, weights, intercepts);
    },
  };
}

function checkBits(where: string, { data, shape }: NdArray): void {
  const at = data.findIndex((value) => value !== 0 && value !== 1);
  if (at >= 0) {
    const d = shape[1]!;
    throw new RangeError(
      `${where}: expected features that are 0 or 1, got ${data[at]} in row ${Math.floor(at / d)}, column ${at % d}.`,
    );
  }
}
