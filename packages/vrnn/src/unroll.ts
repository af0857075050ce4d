import { type Distribution, MultivariateNormalDiag, type Rng } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import type { RecurrentCell } from './cell.js';
import type { VrnnParts } from './parts.js';

/** One pass of the posterior over sequences, with time first. All tensors `[T, batch, ...]`. */
export interface Unrolled {
  /** Draws z_t from q(z_t | x_{<=t}, z_{<t}), `[T, batch, latentDim]`. */
  readonly z: tf.Tensor3D;
  /** q at every step. */
  readonly posterior: MultivariateNormalDiag;
  /** P(z_t | h_{t-1}) at every step, given the same draws. */
  readonly prior: MultivariateNormalDiag;
  /** log P(x_t | z_t, h_{t-1}), `[T, batch]`, in nats. */
  readonly logEmission: tf.Tensor2D;
}

/** What the recurrence is given at a step, computed for all steps at once. */
export function stepInputs(parts: VrnnParts, x: tf.Tensor3D): { features: tf.Tensor2D[]; evidence: tf.Tensor2D[] } {
  const [steps, batch] = x.shape;
  const flat = parts.xFeatures.apply(x.reshape([steps * batch, -1]));
  const features = tf.unstack(flat.reshape([steps, batch, -1])) as tf.Tensor2D[];
  return { features, evidence: parts.backward === undefined ? features : backwards(parts.backward, features) };
}

/** The hidden state of the backward network at each step: a summary of x_t .. x_T. */
function backwards(cell: RecurrentCell, features: readonly tf.Tensor2D[]): tf.Tensor2D[] {
  let state = tf.zeros([features[0]!.shape[0], cell.stateDim]) as tf.Tensor2D;
  const hidden: tf.Tensor2D[] = [];
  for (const feature of [...features].reverse()) {
    state = cell.step(feature, state);
    hidden.unshift(cell.hidden(state));
  }
  return hidden;
}

/** q(z_t | evidence, h_{t-1}). */
export function posteriorAt(
  { posterior }: VrnnParts,
  evidence: tf.Tensor2D,
  hidden: tf.Tensor2D,
): MultivariateNormalDiag {
  return posterior.given(tf.concat([evidence, hidden], 1));
}

/** h_t = tau(z_t, x_t, h_{t-1}), and the features of z_t on the way. */
export function advance(
  { zFeatures, cell, stateSeesInput = true }: VrnnParts,
  z: tf.Tensor2D,
  feature: tf.Tensor2D,
  state: tf.Tensor2D,
): { state: tf.Tensor2D; seen: tf.Tensor2D } {
  const seen = zFeatures.apply(z) as tf.Tensor2D;
  return { seen, state: cell.step(stateSeesInput ? (tf.concat([feature, seen], 1) as tf.Tensor2D) : seen, state) };
}

/** P(z_t | h_{t-1}), for h of any leading axes. */
export function priorGiven({ prior, latentDim }: VrnnParts, hidden: tf.Tensor): MultivariateNormalDiag {
  if (prior !== 'standard') return prior.given(hidden);
  return MultivariateNormalDiag.standard(latentDim, hidden.shape.slice(0, -1));
}

/** P(x_t | z_t, h_{t-1}), z_t by its features. */
export function emissionGiven(
  { emission, emissionSeesState = true }: VrnnParts,
  seen: tf.Tensor,
  hidden: tf.Tensor,
  temperature = 1,
): Distribution {
  return emission.given(emissionSeesState ? tf.concat([seen, hidden], -1) : seen, temperature);
}

/**
 * Lets the posterior draw z_1 .. z_T. Only what must is done step by step (posterior, features of z, cell); prior and
 * emission see all steps at once.
 *
 * @param x `[T, batch, inputDim]`, padding zeroed.
 */
export function unroll(parts: VrnnParts, x: tf.Tensor3D, rng: Rng): Unrolled {
  const { cell, latentDim } = parts;
  const [steps, batch] = x.shape;
  const { features, evidence } = stepInputs(parts, x);
  const noise = tf.unstack(
    tf.tensor3d(rng.fillNormal(new Float32Array(steps * batch * latentDim)), [steps, batch, latentDim]),
  );
  let state = tf.zeros([batch, cell.stateDim]) as tf.Tensor2D;
  const drawn: { z: tf.Tensor2D; seen: tf.Tensor2D; hidden: tf.Tensor2D; loc: tf.Tensor; scale: tf.Tensor }[] = [];
  for (const [t, feature] of features.entries()) {
    const hidden = cell.hidden(state);
    const q = posteriorAt(parts, evidence[t]!, hidden);
    const { coordinates } = q;
    const scale = coordinates.scale();
    const z = tf.add(coordinates.loc, noise[t]!.mul(scale)) as tf.Tensor2D;
    const next = advance(parts, z, feature, state);
    state = next.state;
    drawn.push({ z, seen: next.seen, hidden, loc: coordinates.loc as tf.Tensor, scale });
  }
  const stacked = <K extends keyof (typeof drawn)[number]>(key: K) => tf.stack(drawn.map((step) => step[key]));
  const hidden = stacked('hidden');
  const z = stacked('z') as tf.Tensor3D;
  return {
    z,
    posterior: new MultivariateNormalDiag({ loc: stacked('loc'), scale: stacked('scale'), validate: false }),
    prior: priorGiven(parts, hidden),
    logEmission: emissionGiven(parts, stacked('seen'), hidden).logProb(x) as tf.Tensor2D,
  };
}
