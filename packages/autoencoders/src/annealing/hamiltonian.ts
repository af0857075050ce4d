import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';

export interface LeapfrogOptions {
  readonly leapfrogSteps: number;
  readonly stepSize: number;
}

/** The chains after a transition, and which of them moved (1 or 0), `[...]` without the last axis of `z`. */
export interface Transition {
  readonly z: tf.Tensor;
  readonly accepted: tf.Tensor;
}

/**
 * One Hamiltonian Monte Carlo transition of each row of `z`, `[..., dimension]`; it leaves `logDensity` invariant.
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
    const slope = tf.grad((z: tf.Tensor) => logDensity(z).sum());
    const energy = (z: tf.Tensor, momentum: tf.Tensor) => logDensity(z).sub(momentum.square().sum(-1).mul(0.5));
    const kick: tf.Tensor = tf.tensor(rng.fillNormal(new Float32Array(start.size)), start.shape);
    let z: tf.Tensor = start;
    let momentum = kick.add(slope(z).mul(stepSize / 2));
    for (let i = 0; i < leapfrogSteps; i++) {
      z = z.add(momentum.mul(stepSize));
      momentum = momentum.add(slope(z).mul(i + 1 < leapfrogSteps ? stepSize : stepSize / 2));
    }
    const logRatio = energy(z, momentum).sub(energy(start, kick));
    const threshold = tf.tensor(
      rng.fillUniform(new Float32Array(logRatio.size)).map((u) => Math.log1p(-u)),
      logRatio.shape,
    );
    // A trajectory that diverged has an energy of NaN or minus infinity, and is refused.
    const accept = threshold.less(logRatio);
    return { z: tf.where(accept.expandDims(-1), z, start), accepted: accept.toFloat() };
  });
  return made;
}
