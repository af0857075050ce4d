import * as tf from '@tensorflow/tfjs-core';
import { sigmoid, tanh } from './any-order.js';
import { expectFloats, hasKernel, type Operation, runKernel } from './operation.js';

/** The recurrent weights of a GRU, gates in the order reset, update, candidate. */
export interface GruWeights {
  /** `[units, 3 units]` */
  readonly kernel: tf.Tensor;
  /** `[3 units]` */
  readonly bias: tf.Tensor;
}

/** The kernel of {@link gruCell}. The next state is the first of its results. */
export const GRU_CELL: Operation<'x' | 'h' | 'kernel' | 'bias'> = {
  kernel: 'LatentsGru',
  inputs: ['x', 'h', 'kernel', 'bias'],
  composed: ({ x, h, kernel, bias }) => {
    const [xr, xu, xn] = tf.split(x, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [hr, hu, hn] = tf.split(tf.add(tf.matMul(h, kernel), bias), 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const update = sigmoid(tf.add(xu, hu));
    const fresh = tanh(tf.add(xn, tf.mul(sigmoid(tf.add(xr, hr)), hn)));
    return tf.add(fresh, tf.mul(update, tf.sub(h, fresh)));
  },
};

/**
 * Returns the next state of a GRU, as PyTorch's `GRUCell`: `r = sigmoid(x_r + h_r)`, `u = sigmoid(x_u + h_u)`,
 * `n = tanh(x_n + r h_n)`, `h' = (1 - u) n + u h`, where `(h_r, h_u, h_n) = h kernel + bias`. It is one operation, forwards and
 * backwards, where the backend has a kernel for it. The input's part does not depend on the state: compute it for all time steps in one
 * {@link dense} and pass each step its rows.
 *
 * @param x `[batch, 3 units]`: the input's part of the gates, bias included
 * @param h `[batch, units]`: the state
 * @returns `[batch, units]`: the next state
 * @example
 * ```ts
 * import { gruCell } from '@latents/core';
 *
 * const weights = { kernel: tf.zeros([1, 3]), bias: tf.zeros([3]) };
 * gruCell(tf.zeros([1, 3]), tf.ones([1, 1]), weights).arraySync(); // => [[0.5]]
 * ```
 * @throws RangeError if the shapes do not fit, or an operand is not float32.
 * @see Cho et al. 2014, section 2.3
 */
export function gruCell(x: tf.Tensor, h: tf.Tensor, { kernel, bias }: GruWeights): tf.Tensor {
  const where = 'gruCell(x, h, weights)';
  const [batch = 0, units = 0] = h.shape;
  expectFloats(where, 'h', h, [batch, units]);
  expectFloats(where, 'x', x, [batch, 3 * units]);
  expectFloats(where, 'kernel', kernel, [units, 3 * units]);
  expectFloats(where, 'bias', bias, [3 * units]);
  const inputs = { x, h, kernel, bias };
  return tf.tidy(() =>
    hasKernel(GRU_CELL.kernel) ? runKernel<tf.Tensor[]>(GRU_CELL.kernel, inputs)[0]! : GRU_CELL.composed(inputs, {}),
  );
}
