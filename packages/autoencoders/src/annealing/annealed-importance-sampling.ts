import { hostValues, logSumExp } from '@latents/core';
import { checkPositive, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, type LatentModel, type PriorOption, priorOf } from '../bounds/latent-model.js';
import { hamiltonianStep } from './hamiltonian.js';

export interface AnnealingOptions extends PriorOption {
  /** Number of intermediate distributions between prior and posterior; more are closer. */
  readonly temperatures: number;
  /** Number of independent chains per example (default 1). */
  readonly chains?: number;
  /** Number of steps of each Hamiltonian trajectory (default 10). */
  readonly leapfrogSteps?: number;
  /** Size of each leapfrog step (default 0.1). Aim at an acceptance near 0.65. */
  readonly stepSize?: number;
  /** Draws the chains. */
  readonly rng: Rng;
}

/** An estimate by annealing. */
export interface Annealed {
  /** log p(x) per example, `[batch]`, in nats. The caller frees it. */
  readonly logLikelihood: tf.Tensor1D;
  /** The share of trajectories that were accepted. Near 0 the chains stand still. */
  readonly acceptance: number;
}

/**
 * Returns log p(x) of each example from below, in nats, by annealed importance sampling with Hamiltonian transitions from the prior to
 * the posterior. Its expectation is at most log p(x). It does not use the encoder.
 *
 * @param x `[batch, ...]` of the encoder's input.
 *
 * @example
 * ```ts
 * import { annealedLowerBound, createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * const x = tf.ones([3, 4]);
 * annealedLowerBound(vae, x, { temperatures: 10, chains: 4, rng: createRng(1) }).logLikelihood.shape; // => [3]
 * ```
 * @throws RangeError for another shape, a value of x that is not finite, or an option that is not a positive integer (a positive finite
 * number for `stepSize`).
 * @see Neal 2001; Wu, Burda, Salakhutdinov & Grosse 2017
 */
export function annealedLowerBound(model: LatentModel, x: tf.Tensor, options: AnnealingOptions): Annealed {
  const where = 'annealedLowerBound(model, x, options)';
  const { chains } = check(where, model, x, options);
  const start = tf.tidy(() => priorOf(model, options).sample(options.rng, [chains, x.shape[0]!]));
  return anneal(model, x, start, 'forward', options);
}

/**
 * Returns log p(x) of each example from above, in nats, by annealing from an exact posterior draw back to the prior (bidirectional
 * Monte Carlo). Its expectation is at least log p(x). Only data simulated from the model have an exact draw: draw `z` from the prior
 * and `x` from the decoder. For real data, whose z is unknown, there is no such bound.
 *
 * @param x `[batch, ...]`, drawn from the decoder given `z`.
 * @param z `[batch, latentDim]`, drawn from the prior: one chain per example starts there.
 *
 * @example
 * ```ts
 * import { annealedUpperBound, createVae } from '@latents/autoencoders';
 * import { createRng } from '@latents/math';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * // Data of the model itself, with the z that it came from.
 * const z = tf.tensor2d(createRng(1).fillNormal(new Float32Array(6)), [3, 2]);
 * const x = tf.tidy(() => vae.decoder.given(z).sample(createRng(2)));
 * annealedUpperBound(vae, x, z, { temperatures: 10, rng: createRng(3) }).logLikelihood.shape; // => [3]
 * ```
 * @throws RangeError for another shape, a value of x that is not finite, more than one chain, or an option out of range as in
 * {@link annealedLowerBound}.
 * @see Grosse, Ghahramani & Adams 2015; Wu et al. 2017, section 3
 */
export function annealedUpperBound(
  model: LatentModel,
  x: tf.Tensor,
  z: tf.Tensor,
  options: AnnealingOptions,
): Annealed {
  const where = 'annealedUpperBound(model, x, z, options)';
  const { chains } = check(where, model, x, options);
  const expected = [x.shape[0]!, ...model.encoder.eventShape];
  if (`${z.shape}` !== `${expected}`) {
    throw new RangeError(`${where}: expected z of shape [${expected}], got [${z.shape}].`);
  }
  if (chains !== 1) {
    throw new RangeError(
      `${where}: expected one chain, since each example has one exact posterior draw, got ${chains}.`,
    );
  }
  return anneal(model, x, tf.expandDims(z, 0), 'backward', options);
}

function anneal(
  model: LatentModel,
  x: tf.Tensor,
  start: tf.Tensor,
  direction: 'forward' | 'backward',
  options: AnnealingOptions,
): Annealed {
  const { temperatures, leapfrogSteps = 10, stepSize = 0.1, rng } = options;
  const density = (beta: number) => (z: tf.Tensor) =>
    tf.add(tf.mul(model.decoder.given(z).logProb(x), beta), priorOf(model, options).logProb(z));
  let z = start;
  let logWeights: tf.Tensor = tf.zeros([...start.shape.slice(0, 2)]);
  let accepted = 0;
  for (let t = 1; t <= temperatures; t++) {
    // Forward: weigh, then move at the new temperature; backward is its reversal, so it moves first.
    const level = direction === 'forward' ? t : temperatures + 1 - t;
    const before = { z, logWeights };
    const next = tf.tidy(() => {
      const move = (from: tf.Tensor) =>
        hamiltonianStep(density(level / temperatures), from, { leapfrogSteps, stepSize, rng });
      const gain = (at: tf.Tensor) => tf.div(model.decoder.given(at).logProb(x), temperatures);
      if (direction === 'forward') {
        const sum = tf.add(before.logWeights, gain(before.z));
        return { ...move(before.z), logWeights: sum };
      }
      const moved = move(before.z);
      return { ...moved, logWeights: tf.sub(before.logWeights, gain(moved.z)) };
    });
    accepted += tf.tidy(() => tf.mean(next.accepted).dataSync()[0]!) / temperatures;
    tf.dispose([before.z, before.logWeights, next.accepted]);
    ({ z, logWeights } = next);
  }
  const sign = direction === 'forward' ? 1 : -1;
  const logLikelihood = tf.tidy(
    () => tf.mul(tf.sub(logSumExp(logWeights, 0), Math.log(logWeights.shape[0]!)), sign) as tf.Tensor1D,
  );
  tf.dispose([z, logWeights]);
  return { logLikelihood, acceptance: accepted };
}

function check(where: string, model: LatentModel, x: tf.Tensor, options: AnnealingOptions) {
  checkBatch(where, model, x);
  const data = hostValues(x) ?? [];
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const row = Math.floor((bad * x.shape[0]!) / x.size);
    throw new RangeError(`${where}: expected finite values of x, got ${data[bad]} in row ${row}.`);
  }
  const { temperatures, chains = 1, leapfrogSteps = 10, stepSize = 0.1 } = options;
  for (const [name, value] of Object.entries({ temperatures, chains, leapfrogSteps })) {
    checkPositiveInteger(where, value, name);
  }
  checkPositive(`${where}: stepSize`, stepSize);
  return { chains };
}
