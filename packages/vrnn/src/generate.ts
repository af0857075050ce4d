import { checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';
import { advance, emissionGiven, posteriorAt, priorGiven, stepInputs } from './unroll.js';

export interface GenerateOptions {
  /** How many steps to draw. */
  readonly steps: number;
  readonly rng: Rng;
  /** How many sequences to draw (default 1). With a prefix: one for each of its sequences. */
  readonly count?: number;
  /** Divides the emission's logits (or multiplies its standard deviations). Default 1: the model's own distribution. */
  readonly temperature?: number;
}

/** The state after a posterior draw through all steps of `x`, `[T, batch, inputDim]`. */
export function stateAfter(parts: VrnnParts, x: tf.Tensor3D, rng: Rng): tf.Tensor2D {
  const { features, evidence } = stepInputs(parts, x);
  let state = tf.zeros([x.shape[1], parts.cell.stateDim]) as tf.Tensor2D;
  for (const [t, feature] of features.entries()) {
    const z = posteriorAt(parts, evidence[t]!, parts.cell.hidden(state)).sample(rng) as tf.Tensor2D;
    state = advance(parts, z, feature, state).state;
  }
  return state;
}

/** Draws z_t from the prior and x_t from the emission, `steps` times, from a state: `[steps, batch, inputDim]`. */
export function generateFrom(
  parts: VrnnParts,
  start: tf.Tensor2D,
  { steps, rng, temperature = 1 }: GenerateOptions,
): tf.Tensor3D {
  const drawn: tf.Tensor2D[] = [];
  let state = start;
  for (let t = 0; t < steps; t++) {
    const hidden = parts.cell.hidden(state);
    const z = priorGiven(parts, hidden).sample(rng) as tf.Tensor2D;
    const seen = parts.zFeatures.apply(z);
    const x = emissionGiven(parts, seen, hidden, temperature).sample(rng) as tf.Tensor2D;
    state = advance(parts, z, parts.xFeatures.apply(x) as tf.Tensor2D, state).state;
    drawn.push(x);
  }
  return tf.stack(drawn) as tf.Tensor3D;
}

/** Throws a RangeError for a number of steps or sequences, or a temperature, that makes no sense. */
export function checkGenerate(where: string, { steps, count = 1, temperature = 1 }: GenerateOptions): void {
  for (const [name, value] of Object.entries({ steps, count })) {
    checkPositiveInteger(where, value, name);
  }
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`${where}: expected a positive finite temperature, got ${temperature}.`);
  }
}
