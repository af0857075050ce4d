import { checkInteger, type Rng, sizeOfShape } from '@latents/math';
import { lgamma } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';
import { choose, times, withRowSlopes } from '../../special/composed/elementary.js';
import { lgamma as lgammaOf } from '../../special/composed/gamma.js';
import { absent, Distribution } from '../base/distribution.js';
import { expectEvents } from '../base/event.js';
import type { Support } from '../base/support.js';
import { Categorical, type CategoricalOptions, klOfCategoricals } from '../integers/categorical.js';
import { drawBinomial } from '../integers/count-samplers.js';
import { rowOpOr } from './last-axis.js';

export type MultinomialOptions = CategoricalOptions & {
  /** The number of trials, for the whole batch. */
  readonly totalCount: number;
};

/**
 * The multinomial distribution: counts `[classes]` of `totalCount` independent categorical draws.
 *
 * @example
 * ```ts
 * import { Multinomial } from '@latents/core';
 *
 * const p = new Multinomial({ totalCount: 4, logits: tf.zeros([2]) });
 * p.mean().dataSync()[0]; // => 2
 * ```
 */
export class Multinomial extends Distribution {
  override readonly family = 'multinomial';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = false;
  readonly totalCount: number;
  readonly trial: Categorical;

  constructor({ totalCount, ...weights }: MultinomialOptions) {
    super();
    checkInteger('new Multinomial({ totalCount })', totalCount, 0);
    this.totalCount = totalCount;
    this.trial = new Categorical(weights);
    this.batchShape = this.trial.batchShape;
    this.eventShape = [this.trial.classes];
  }

  override get closedEntropy(): boolean {
    return false;
  }

  override get support(): Support {
    return { kind: 'counts', total: this.totalCount };
  }

  /** -infinity for counts that are not natural numbers with the right total. */
  override logProb(x: tf.Tensor): tf.Tensor {
    expectEvents(this.family, x, this.eventShape);
    const n = this.totalCount;
    const op = rowOpOr(composedLogMass(n))(
      (counts, logs) => {
        const total = counts!.reduce((sum, k) => sum + k, 0);
        if (Number.isNaN(total)) return Number.NaN;
        if (total !== n || counts!.some((k) => !Number.isInteger(k) || k < 0)) return -Infinity;
        return counts!.reduce((sum, k, i) => sum + (k === 0 ? 0 : k * logs![i]! - lgamma(k + 1)), lgamma(n + 1));
      },
      (out) => out.fill(Number.NaN),
      (out, counts) => out.set(counts!),
    );
    return tf.tidy(() => op(x, this.trial.logProbabilities()));
  }

  /** Counts are drawn on the host: on a device the logits are read synchronously. */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    return tf.tidy(() => {
      const classes = this.trial.classes;
      const probabilities = tf.softmax(this.trial.logits).dataSync();
      const shape = [...sampleShape, ...this.batchShape, classes];
      const out = new Float32Array(sizeOfShape(shape));
      for (let at = 0; at < out.length; at += classes) {
        let left = this.totalCount;
        let rest = 1;
        for (let i = 0; i < classes && left > 0; i++) {
          const p = probabilities[(at + i) % probabilities.length]!;
          const count = i === classes - 1 ? left : drawBinomial(rng, left, Math.min(1, p / rest));
          out[at + i] = count;
          left -= count;
          rest = Math.max(rest - p, 1e-300);
        }
      }
      return tf.tensor(out, shape);
    });
  }

  override mean(): tf.Tensor {
    return tf.tidy(() => tf.mul(tf.softmax(this.trial.logits), this.totalCount));
  }

  override variance(): tf.Tensor {
    return tf.tidy(() => {
      const p = tf.softmax(this.trial.logits);
      return tf.mul(tf.mul(p, tf.sub(1, p)), this.totalCount);
    });
  }

  /** Not implemented in closed form. */
  override entropy(): tf.Tensor {
    throw absent(this.family, 'entropy()', 'Estimate it from log-probabilities of samples.');
  }

  /** Built by adding one count at a time where it raises the mass most. On a device it reads the logits synchronously. */
  override mode(): tf.Tensor {
    return tf.tidy(() => {
      const classes = this.trial.classes;
      const p = tf.softmax(this.trial.logits).dataSync();
      const out = new Float32Array(p.length);
      for (let at = 0; at < p.length; at += classes) {
        for (let left = this.totalCount; left > 0; left--) {
          // Add one where the mass ratio p_i / (k_i + 1) is largest: the mass is log-concave, so greedy is exact.
          let i = 0;
          for (let j = 1; j < classes; j++) {
            if (p[at + j]! / (out[at + j]! + 1) > p[at + i]! / (out[at + i]! + 1)) i = j;
          }
          out[at + i]!++;
        }
      }
      return tf.tensor(out, this.trial.logits.shape);
    });
  }

  /** n times that of the trials, for equal totals. */
  override klTo(p: Distribution): tf.Tensor | undefined {
    if (p.family !== 'multinomial' || (p as Multinomial).totalCount !== this.totalCount) return undefined;
    return tf.tidy(() => tf.mul(klOfCategoricals(this.trial, (p as Multinomial).trial), this.totalCount));
  }
}

/** Returns the log-mass of counts of the total n, from the logarithms of their probabilities, out of tfjs operations. */
const composedLogMass = (n: number) =>
  withRowSlopes(
    (counts, logs) => {
      const valid = tf.logicalAnd(tf.greaterEqual(counts!, 0), tf.equal(counts!, tf.floor(counts!)));
      const right = tf.logicalAnd(tf.all(valid, -1), tf.equal(tf.sum(counts!, -1), n));
      const terms = tf.sub(times(counts!, logs!), lgammaOf(tf.add(tf.relu(counts!), 1)));
      return choose(right, tf.add(tf.sum(terms, -1), lgamma(n + 1)), -Infinity);
    },
    (counts) => tf.fill(counts!.shape, Number.NaN),
    (counts) => counts!,
  );
