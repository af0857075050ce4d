import { prefixed } from '@latents/core';
import { checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentCell } from './cell.js';
import { describeCell } from './describe.js';

export interface LastLatentCellOptions {
  /** A recurrent layer over the features of x alone; without it the state is the last z and nothing else. */
  readonly recurrent?: RecurrentCell;
  /** The length of the features of z_t. */
  readonly zFeatures: number;
}

/**
 * A state that remembers z for one step only: h_t = [d_t, features of z_t], where d_t = tau(x_t, d_{t-1}) is a recurrent layer
 * that never sees z. With that layer the model is a stochastic RNN; without it, a deep Markov model. Takes
 * [features of x_t, features of z_t], or the latter alone.
 *
 * @example
 * ```ts
 * import { lastLatentCell } from '@latents/vrnn';
 *
 * lastLatentCell({ zFeatures: 4 }).stateDim; // => 4
 * ```
 * @throws RangeError if `zFeatures` is not a positive integer.
 * @see Fraccaro et al. 2016, "Sequential neural models with stochastic layers"; Krishnan et al. 2017
 */
export function lastLatentCell({ recurrent, zFeatures }: LastLatentCellOptions): RecurrentCell {
  checkPositiveInteger('lastLatentCell({ zFeatures })', zFeatures);
  if (recurrent === undefined) {
    return {
      kind: 'last-latent',
      inputDim: zFeatures,
      units: zFeatures,
      stateDim: zFeatures,
      variables: {},
      step: (input) => input.clone(),
      hidden: (state) => state,
      dispose: () => {},
    };
  }
  const { inputDim, units, stateDim } = recurrent;
  const parts = (value: tf.Tensor2D, left: number) =>
    tf.split(value, [left, zFeatures], 1) as [tf.Tensor2D, tf.Tensor2D];
  return {
    kind: 'last-latent',
    config: { kind: 'last-latent', zFeatures, recurrent: describeCell(recurrent) },
    inputDim: inputDim + zFeatures,
    units: units + zFeatures,
    stateDim: stateDim + zFeatures,
    variables: prefixed('recurrent', recurrent.variables),
    step: (input, state) =>
      tf.tidy(() => {
        const [x, z] = parts(input, inputDim);
        return tf.concat([recurrent.step(x, parts(state, stateDim)[0]), z], 1) as tf.Tensor2D;
      }),
    hidden: (state) =>
      tf.tidy(() => {
        const [d, z] = parts(state, stateDim);
        return tf.concat([recurrent.hidden(d), z], 1) as tf.Tensor2D;
      }),
    dispose: () => recurrent.dispose(),
  };
}
