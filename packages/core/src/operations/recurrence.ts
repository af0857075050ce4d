import * as tf from '@tensorflow/tfjs-core';
import { type FusedActivation, isFused } from './activation.js';
import { type DenseLayer, dense } from './dense.js';
import { gaussianSample } from './gaussian-sample.js';
import { gruCell } from './gru-cell.js';
import { expectFloats, hasKernel, runKernel } from './operation.js';
import { stepsOf } from './steps-of.js';

/** A GRU by its weights, gates in the order reset, update, candidate. */
export interface GruLayer {
  /** `[inputs, 3 units]` and `[3 units]`: from the input. */
  readonly kernel: tf.Tensor;
  readonly bias: tf.Tensor;
  /** `[units, 3 units]` and `[3 units]`: from the state. */
  readonly recurrent: tf.Tensor;
  readonly recurrentBias: tf.Tensor;
}

/** The layers of a recurrence, by their weights. Widths: E evidence, F features, H state, Z latent, G features of z. */
export interface RecurrenceLayers {
  /** From `[features_t, zFeatures(z_t)]`, `[F + G]`, and h_t, `[H]`, to the next state. */
  readonly cell: GruLayer;
  /** From `[evidence_t, h_t]`, `[E + H]`, to the loc and log-variance of z_t, `[2 Z]`. */
  readonly posterior: readonly DenseLayer[];
  /** From z_t, `[Z]`, to its features, `[G]`. */
  readonly zFeatures: readonly DenseLayer[];
}

/** The inputs of all steps of a recurrence, time first: `[T, batch, ...]`. */
export interface RecurrenceInputs {
  readonly evidence: tf.Tensor;
  readonly features: tf.Tensor;
  /** Standard normals, through which no gradient flows. */
  readonly noise: tf.Tensor;
}

/** What a recurrence computes at every step: `[T, batch, ...]`. */
export interface RecurrenceStates {
  /** h_t, the state that step t sees: zeros at first. */
  readonly hidden: tf.Tensor;
  /** The draw z_t. */
  readonly z: tf.Tensor;
  /** The features of z_t. */
  readonly seen: tf.Tensor;
  /** Mean and log-variance of z_t. */
  readonly loc: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

/** The activations of the layers, which a kernel takes as attributes. */
export interface RecurrenceActivations<A = FusedActivation> {
  readonly posterior: readonly A[];
  readonly zFeatures: readonly A[];
}

/**
 * The kernel of {@link recurrence}. It takes an array: evidence, features, noise, the four weights of the cell, then kernel and bias of
 * each layer of the posterior and of the features of z. Its first results are those of {@link RecurrenceStates}; others are its own.
 */
export const RECURRENCE = {
  kernel: 'LatentsRecurrence',
  /** The inputs before those of the dense layers. */
  inputs: ['evidence', 'features', 'noise', 'kernel', 'bias', 'recurrent', 'recurrentBias'],
  results: ['hidden', 'z', 'seen', 'loc', 'logVariance'],
  /** Returns the results by smaller operations, from the kernel's inputs. */
  composed(inputs: readonly tf.Tensor[], { posterior, zFeatures }: RecurrenceActivations): tf.Tensor[] {
    const [evidence, features, noise, kernel, bias, recurrent, recurrentBias, ...weights] = inputs as tf.Tensor[];
    const stack = (from: number, activations: readonly FusedActivation[]) =>
      activations.map((activation, i) => ({
        kernel: weights[2 * (from + i)]!,
        bias: weights[2 * (from + i) + 1]!,
        activation,
      }));
    const cell = { kernel: kernel!, bias: bias!, recurrent: recurrent!, recurrentBias: recurrentBias! };
    const layers = { cell, posterior: stack(0, posterior), zFeatures: stack(posterior.length, zFeatures) };
    const states = composed({ evidence: evidence!, features: features!, noise: noise! }, layers);
    return [states.hidden, states.z, states.seen, states.loc, states.logVariance];
  },
} as const;

/**
 * Runs the recurrence of a VRNN over all steps: from h_1 = 0, a normal of loc and log-variance `posterior([evidence_t, h_t])`, its draw z_t
 * from the noise, and the next state of a GRU, `cell([features_t, zFeatures(z_t)], h_t)`. It is one operation, forwards and backwards,
 * where the backend has a kernel for it that knows the activations.
 *
 * @param inputs Of every step, `[T, batch, ...]`.
 * @param layers The weights; at least one dense layer each.
 * @returns five tensors, `[T, batch, ...]`
 * @example
 * ```ts
 * import { recurrence } from '@latents/core';
 *
 * const layer = (inputs: number, outputs: number) =>
 *   ({ kernel: tf.ones([inputs, outputs]), bias: tf.zeros([outputs]), activation: 'linear' }) as const;
 * const cell = { kernel: tf.ones([2, 3]), bias: tf.zeros([3]), recurrent: tf.ones([1, 3]), recurrentBias: tf.zeros([3]) };
 * const zeros = tf.zeros([4, 2, 1]);
 * const { hidden } = recurrence(
 *   { evidence: zeros, features: zeros, noise: zeros },
 *   { cell, posterior: [layer(2, 2)], zFeatures: [layer(1, 1)] },
 * );
 * hidden.shape; // => [4, 2, 1]
 * ```
 * @throws RangeError if there is no layer, shapes do not fit, or an operand is not float32.
 * @see Chung et al. 2015, eqs. 5 to 9
 */
export function recurrence(inputs: RecurrenceInputs, layers: RecurrenceLayers): RecurrenceStates {
  check(inputs, layers);
  const { cell, posterior, zFeatures } = layers;
  const names = { posterior: fusedNames(posterior), zFeatures: fusedNames(zFeatures) };
  if (!names.posterior || !names.zFeatures || !hasKernel(RECURRENCE.kernel)) {
    return tf.tidy(() => ({ ...composed(inputs, layers) }));
  }
  const { evidence, features, noise } = inputs;
  const weights = [...posterior, ...zFeatures].flatMap(({ kernel, bias }) => [kernel, bias]);
  const list = [evidence, features, noise, cell.kernel, cell.bias, cell.recurrent, cell.recurrentBias, ...weights];
  return tf.tidy(() => {
    const [hidden, z, seen, loc, logVariance] = runKernel<tf.Tensor[]>(RECURRENCE.kernel, list, names);
    return { hidden: hidden!, z: z!, seen: seen!, loc: loc!, logVariance: logVariance! };
  });
}

function fusedNames(layers: readonly DenseLayer[]): FusedActivation[] | undefined {
  const names = layers.map(({ activation }) => activation).filter(isFused);
  return names.length === layers.length ? names : undefined;
}

function composed({ evidence, features, noise }: RecurrenceInputs, layers: RecurrenceLayers): RecurrenceStates {
  const { cell, posterior, zFeatures } = layers;
  const through = (x: tf.Tensor, stack: readonly DenseLayer[]) =>
    stack.reduce((y, { kernel, bias, activation }) => dense(y, kernel, bias, activation), x);
  const weights = { kernel: cell.recurrent, bias: cell.recurrentBias };
  const [given, own, drawn] = [stepsOf(evidence), stepsOf(features), stepsOf(noise)];
  let h: tf.Tensor = tf.zeros([evidence.shape[1]!, cell.recurrent.shape[0]!]);
  const steps = given.map((seenNow, t) => {
    const hidden = h;
    const [loc, logVariance] = tf.split(through(tf.concat([seenNow, hidden], 1), posterior), 2, 1);
    const z = gaussianSample({ loc: loc!, logVariance: logVariance! }, drawn[t]!);
    const seen = through(z, zFeatures);
    if (t < given.length - 1) {
      h = gruCell(dense(tf.concat([own[t]!, seen], 1), cell.kernel, cell.bias), hidden, weights);
    }
    return { hidden, z, seen, loc: loc!, logVariance: logVariance! };
  });
  const stacked = (name: keyof RecurrenceStates) => tf.stack(steps.map((step) => step[name]));
  return {
    hidden: stacked('hidden'),
    z: stacked('z'),
    seen: stacked('seen'),
    loc: stacked('loc'),
    logVariance: stacked('logVariance'),
  };
}

/** Throws a RangeError unless all shapes meet. */
function check(
  { evidence, features, noise }: RecurrenceInputs,
  { cell, posterior, zFeatures }: RecurrenceLayers,
): void {
  const where = 'recurrence(inputs, layers)';
  for (const [name, stack] of Object.entries({ posterior, zFeatures })) {
    if (stack.length === 0) throw new RangeError(`${where}: expected at least one layer in ${name}, got none.`);
  }
  const [steps = 0, batch = 0] = noise.shape;
  const [units, latent] = [cell.recurrent.shape[0] ?? 0, noise.shape[2] ?? 0];
  const [wide, own] = [evidence.shape[2] ?? 0, features.shape[2] ?? 0];
  expectFloats(where, 'noise', noise, [steps, batch, latent]);
  expectFloats(where, 'evidence', evidence, [steps, batch, wide]);
  expectFloats(where, 'features', features, [steps, batch, own]);
  const outputs = (name: string, stack: readonly DenseLayer[], inputs: number, to?: number) =>
    stack.reduce((from, { kernel, bias }, i) => {
      const width = i === stack.length - 1 ? (to ?? bias.size) : bias.size;
      expectFloats(where, `${name}[${i}].kernel`, kernel, [from, width]);
      expectFloats(where, `${name}[${i}].bias`, bias, [width]);
      return width;
    }, inputs);
  outputs('posterior', posterior, wide + units, 2 * latent);
  const seen = outputs('zFeatures', zFeatures, latent);
  expectFloats(where, 'cell.kernel', cell.kernel, [own + seen, 3 * units]);
  expectFloats(where, 'cell.bias', cell.bias, [3 * units]);
  expectFloats(where, 'cell.recurrent', cell.recurrent, [units, 3 * units]);
  expectFloats(where, 'cell.recurrentBias', cell.recurrentBias, [3 * units]);
}
