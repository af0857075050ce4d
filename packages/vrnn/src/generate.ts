import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import type { VrnnParts } from './parts.js';
import { advance, emissionGiven, posteriorAt, priorGiven, stepInputs } from './unroll.js';

/** Options of what follows a prefix: one continuation per sequence of it. */
export interface ContinueOptions {
  /** Number of steps to draw. */
  readonly steps: number;
  readonly rng: Rng;
  /** Divides the emission's logits (or multiplies its standard deviations). Default 1: the model's own distribution. */
  readonly temperature?: number;
}

/** Options of sequences from nothing. */
export interface GenerateOptions extends ContinueOptions {
  /** Number of sequences to draw (default 1). */
  readonly count?: number;
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
  { steps, rng, temperature = 1 }: ContinueOptions,
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

/** Refuses options that are not these. Throws a RangeError or TypeError that names the first. */
export function checkGenerate(where: string, options: GenerateOptions): void {
  checkOptions(where, options, ['steps', 'rng', 'count', 'temperature']);
  checkDrawing(where, options);
  checkPositiveInteger(where, options.count ?? 1, 'count');
}

/** Refuses options that are not those of a continuation. Throws a RangeError or TypeError that names the first. */
export function checkContinue(where: string, options: ContinueOptions): void {
  checkOptions(where, options, ['steps', 'rng', 'temperature']);
  checkDrawing(where, options);
}

function checkDrawing(where: string, { steps, rng, temperature = 1 }: ContinueOptions): void {
  checkPositiveInteger(where, steps, 'steps');
  checkRng(where, rng);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`${where}: expected a positive finite temperature, got ${temperature}.`);
  }
}
