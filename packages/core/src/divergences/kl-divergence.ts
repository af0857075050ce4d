import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../distributions/index.js';
import { broadcastShape } from '../operations/index.js';
import { type Containment, containment } from './containment.js';

/**
 * KL(q || p) in nats, in closed form, of the broadcast batch shape. In this order:
 *
 * 1. `q.klTo(p)`: the closed forms that q's family knows (its own family above all);
 * 2. infinity, where q has mass that p has not, by their supports;
 * 3. E_q [-log p] - H(q), if p's expected log-probability takes only expectations that q knows.
 *
 * So there is no table to register in, and an import takes only the families in use; docs/kl-pairs.md lists which pairs answer.
 *
 * @example
 * ```ts
 * import { klDivergence, Normal } from '@latents/core';
 *
 * klDivergence(new Normal({ loc: 1, scale: 1 }), new Normal({ loc: 0, scale: 1 })).dataSync()[0]; // => 0.5
 * ```
 * @throws Error if no closed form is known for the pair: `monteCarloKl` estimates it.
 * @throws RangeError if the event shapes differ or the batch shapes do not broadcast.
 */
export function klDivergence(q: Distribution, p: Distribution): tf.Tensor {
  const kl = closedKl(q, p);
  if (kl === undefined) {
    throw new Error(
      `klDivergence(q, p): expected a pair of families with a closed form, got '${q.family}' and '${p.family}'. Use monteCarloKl(q, p, { samples, rng }).`,
    );
  }
  return kl;
}

/**
 * Returns KL(q || p) as {@link klDivergence} does, or undefined if no closed form is known for the pair.
 *
 * @example
 * ```ts
 * import { closedKl, Normal, Logistic } from '@latents/core';
 *
 * closedKl(new Normal({ loc: 0, scale: 1 }), new Logistic({ loc: 0, scale: 1 })); // => undefined
 * ```
 * @throws RangeError if the event shapes differ or the batch shapes do not broadcast.
 */
export function closedKl(q: Distribution, p: Distribution): tf.Tensor | undefined {
  const events = q.eventShape.length === p.eventShape.length && q.eventShape.every((n, i) => n === p.eventShape[i]);
  if (!events) {
    throw new RangeError(
      `klDivergence(q, p): expected equal event shapes, got [${q.eventShape}] and [${p.eventShape}]. Independent makes batch axes event axes.`,
    );
  }
  const shape = broadcastShape('klDivergence(q, p)', q.batchShape, p.batchShape);
  return tf.tidy(() => {
    const inside = containment(q.support, p.support);
    const kl = closedForm(q, p, inside);
    if (kl === undefined) return undefined;
    const full = `${kl.shape}` === `${shape}` ? kl : tf.add(kl, tf.zeros(shape));
    return typeof inside === 'string' ? full : tf.where(inside, full, tf.fill(shape, Infinity));
  });
}

/**
 * Whether {@link klDivergence} answers for this pair.
 *
 * @example
 * ```ts
 * import { hasClosedKl, Normal, Laplace } from '@latents/core';
 *
 * const q = new Normal({ loc: 0, scale: 1 });
 * [hasClosedKl(q, new Normal({ loc: 1, scale: 2 })), hasClosedKl(new Laplace({ loc: 0, scale: 1 }), q)]; // => [true, true]
 * ```
 */
export function hasClosedKl(q: Distribution, p: Distribution): boolean {
  return tf.tidy(() => closedForm(q, p, containment(q.support, p.support)) !== undefined);
}

function closedForm(q: Distribution, p: Distribution, inside: Containment): tf.Tensor | undefined {
  const own = q.klTo(p);
  if (own !== undefined) return own;
  if (inside === 'never') return tf.scalar(Infinity);
  const expected = q.closedEntropy ? p.expectedLogProb(q) : undefined;
  return expected && tf.neg(tf.add(expected, q.entropy()));
}
