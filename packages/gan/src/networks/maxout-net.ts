import { mlp, type Network, prefixed, type Rng } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { constant } from './constant.js';

export interface MaxoutOptions {
  readonly inputDim: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** How many linear maps each hidden unit is the largest of. */
  readonly pieces: number;
  readonly outputDim: number;
  readonly rng: Rng;
}

/**
 * A network whose hidden units are each the largest of `pieces` linear functions; the output is linear. Derivatives of any order are
 * right (of tfjs's own maximum the second throws).
 *
 * @throws RangeError for a size that is not a positive integer.
 * @see Goodfellow et al. 2013, section 3
 */
export function maxoutNet({ inputDim, hidden, pieces, outputDim, rng }: MaxoutOptions): Network {
  if (!Number.isInteger(pieces) || pieces < 1) {
    throw new RangeError(`maxoutNet({ pieces }): expected a positive integer, got ${pieces}.`);
  }
  const widths = [inputDim, ...hidden];
  const layers = hidden.map((width, i) => mlp({ inputDim: widths[i]!, hidden: [], outputDim: width * pieces, rng }));
  const last = mlp({ inputDim: widths.at(-1)!, hidden: [], outputDim, rng });
  return {
    inputShape: [inputDim],
    outputShape: [outputDim],
    variables: Object.assign(
      prefixed('output', last.variables),
      ...layers.map((layer, i) => prefixed(`maxout${i}`, layer.variables)),
    ),
    notTwiceDifferentiable: [],
    apply: (x) =>
      tf.tidy(() => {
        const top = layers.reduce(
          (h, layer, i) => largest(layer.apply(h).reshape([h.shape[0]!, hidden[i]!, pieces])),
          x,
        );
        return last.apply(top);
      }),
    dispose: () => {
      for (const layer of [...layers, last]) layer.dispose();
    },
  };
}

/** The maximum over the last axis, as a sum weighted by a constant mask (ties share). */
function largest(x: tf.Tensor): tf.Tensor {
  const mask = constant((values) => {
    const hit = tf.equal(values, values.max(-1, true)).toFloat();
    return hit.div(hit.sum(-1, true));
  }, x);
  return x.mul(mask).sum(-1);
}
