import type { NdArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { hostValues } from '../special/index.js';

/** A check of tensors' values that reads each tensor at most once. */
export interface CheckedTensors {
  /**
   * Checks a tensor, unless it passed before. A `tf.Variable` is checked each time, because its values may change. A tensor on a
   * device is checked only if its values were fetched: reading it would wait for the device.
   *
   * @param where The call, for the message: `'vae.elbo(x, rng)'`.
   * @throws TypeError if `x` is not a tensor.
   * @throws What the check of values throws.
   */
  check(where: string, x: tf.Tensor): void;
  /** Notes that the values of a tensor were checked before they were made into a tensor. */
  trust(x: tf.Tensor): void;
}

/**
 * Returns a check of tensors for the inputs of a model. Held-out data are given to a model again and again, and are checked once.
 *
 * @param checkValues Throws if the values are invalid.
 * @example
 * ```ts
 * import { checkedTensors } from '@latents/core';
 *
 * let reads = 0;
 * const inputs = checkedTensors(() => reads++);
 * const x = tf.tensor1d([1, 2]);
 * inputs.check('model.bound(x)', x);
 * inputs.check('model.bound(x)', x);
 * reads; // => 1
 * ```
 */
export function checkedTensors(checkValues: (where: string, values: NdArray) => void): CheckedTensors {
  // Tensors are keys of a weak set, so that the check keeps none of them alive.
  const passed = new WeakSet<tf.Tensor>();
  return {
    check(where, x) {
      if (passed.has(x) && !x.isDisposed) return;
      if (!(x instanceof tf.Tensor)) {
        throw new TypeError(
          `${where}: expected a tensor, got ${kindOf(x)}. Make one: tf.tensor2d(rows), or tf.tensor(array.data, array.shape).`,
        );
      }
      const data = hostValues(x);
      if (data === undefined) return;
      checkValues(where, { shape: x.shape, data });
      if (!(x instanceof tf.Variable)) passed.add(x);
    },
    trust: (x) => void passed.add(x),
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'an object') : String(value);
}
