import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface LeapfrogOptions {
  readonly leapfrogSteps: number;
  readonly stepSize: number;
}

/** The chains after a transition, and whether each moved (1 or 0), `[...]` without the last axis of `z`. */
export interface Transition {
  readonly z: tf.Tensor;
  readonly accepted: tf.Tensor;
}

/**
 * Makes one Hamiltonian Monte Carlo transition of each row of `z`, `[..., dimension]`. It leaves `logDensity` invariant.
 *
 * @param logDensity Unnormalised, `[..., dimension]` to `[...]`.
 * @see Neal 2011, "MCMC using Hamiltonian dynamics", section 5.3.2
 */
export function hamiltonianStep(
  logDensity: (z: tf.Tensor) => tf.Tensor,
  start: tf.Tensor,
  { leapfrogSteps, stepSize, rng }: LeapfrogOptions & { readonly rng: Rng },
): Transition {
  const made = tf.tidy(() => {
    const slope = tf.grad((z: tf.Tensor) => tf.sum(logDensity(z)));
    const energy = (z: tf.Tensor, momentum: tf.Tensor) =>
      tf.sub(logDensity(z), tf.mul(tf.sum(tf.square(momentum), -1), 0.5));
    const kick: tf.Tensor = tf.tensor(rng.fillNormal(new Float32Array(start.size)), start.shape);
    let z: tf.Tensor = start;
    let momentum = tf.add(kick, tf.mul(slope(z), stepSize / 2));
    for (let i = 0; i < leapfrogSteps; i++) {
      z = tf.add(z, tf.mul(momentum, stepSize));
      momentum = tf.add(momentum, tf.mul(slope(z), i + 1 < leapfrogSteps ? stepSize : stepSize / 2));
    }
    const logRatio = tf.sub(energy(z, momentum), energy(start, kick));
    const threshold = tf.tensor(
      rng.fillUniform(new Float32Array(logRatio.size)).map((u) => Math.log1p(-u)),
      logRatio.shape,
    );
    // A trajectory that diverged has an energy of NaN or minus infinity, and is refused.
    const accept = tf.less(threshold, logRatio);
    return { z: tf.where(tf.expandDims(accept, -1), z, start), accepted: tf.cast(accept, 'float32') };
  });
  return made;
}
