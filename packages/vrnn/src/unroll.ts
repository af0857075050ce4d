import { type Distribution, MultivariateNormalDiag, randomNormal, recurrence, stepsOf } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
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
export function stepInputs(
  parts: VrnnParts,
  x: tf.Tensor3D,
  mask?: tf.Tensor2D,
): { features: tf.Tensor2D[]; evidence: tf.Tensor2D[] } {
  const features = stepsOf(featuresOf(parts, x)) as tf.Tensor2D[];
  return { features, evidence: parts.backward === undefined ? features : backwards(parts.backward, features, mask) };
}

/** The features of every x_t, `[T, batch, F]`. */
function featuresOf({ xFeatures }: VrnnParts, x: tf.Tensor3D): tf.Tensor3D {
  const [steps, batch] = x.shape;
  return tf.reshape(xFeatures.apply(tf.reshape(x, [steps * batch, -1])), [steps, batch, -1]);
}

/**
 * The hidden state of the backward network at each step: a summary of x_t .. x_T. It starts at a sequence's own end: where `mask`,
 * `[T, batch]`, is 0 the state stays 0.
 */
function backwards(cell: RecurrentCell, features: readonly tf.Tensor2D[], mask?: tf.Tensor2D): tf.Tensor2D[] {
  const there = mask && stepsOf(tf.expandDims(mask, 2));
  let state = tf.zeros([features[0]!.shape[0], cell.stateDim]) as tf.Tensor2D;
  const hidden: tf.Tensor2D[] = [];
  for (let t = features.length - 1; t >= 0; t--) {
    const next = cell.step(features[t]!, state);
    state = there === undefined ? next : (tf.mul(next, there[t]!) as tf.Tensor2D);
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
 * @param mask `[T, batch]`, 0 for padding.
 */
export function unroll(parts: VrnnParts, x: tf.Tensor3D, mask: tf.Tensor2D, rng: Rng): Unrolled {
  const [steps, batch] = x.shape;
  const noise = randomNormal(rng, [steps, batch, parts.latentDim]) as tf.Tensor3D;
  const features = featuresOf(parts, x);
  const rows = () => stepsOf(features) as tf.Tensor2D[];
  const evidence =
    parts.backward === undefined ? features : (tf.stack(backwards(parts.backward, rows(), mask)) as tf.Tensor3D);
  const { hidden, z, seen, ...spread } = parts.recurrence
    ? recurrence({ evidence, features, noise }, parts.recurrence)
    : stepByStep(parts, evidence, rows(), noise);
  return {
    z: z as tf.Tensor3D,
    posterior: new MultivariateNormalDiag('scale' in spread ? { ...spread, validate: false } : spread),
    prior: priorGiven(parts, hidden),
    logEmission: emissionGiven(parts, seen, hidden).logProb(x) as tf.Tensor2D,
  };
}

function stepByStep(parts: VrnnParts, evidence: tf.Tensor3D, features: readonly tf.Tensor2D[], noise: tf.Tensor3D) {
  const { cell } = parts;
  const [given, drawn] = [stepsOf(evidence) as tf.Tensor2D[], stepsOf(noise)];
  let state = tf.zeros([evidence.shape[1], cell.stateDim]) as tf.Tensor2D;
  const kept: { z: tf.Tensor2D; seen: tf.Tensor2D; hidden: tf.Tensor2D; loc: tf.Tensor; scale: tf.Tensor }[] = [];
  for (const [t, feature] of features.entries()) {
    const hidden = cell.hidden(state);
    const { coordinates } = posteriorAt(parts, given[t]!, hidden);
    const scale = coordinates.scale();
    const z = tf.add(coordinates.loc, tf.mul(drawn[t]!, scale)) as tf.Tensor2D;
    const next = advance(parts, z, feature, state);
    state = next.state;
    kept.push({ z, seen: next.seen, hidden, loc: coordinates.loc as tf.Tensor, scale });
  }
  const stacked = <K extends keyof (typeof kept)[number]>(key: K) => tf.stack(kept.map((step) => step[key]));
  return {
    hidden: stacked('hidden'),
    z: stacked('z'),
    seen: stacked('seen'),
    loc: stacked('loc'),
    scale: stacked('scale'),
  };
}
