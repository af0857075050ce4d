import type { Rng } from '@latents/math';
import {
  type Json,
  type Move,
  maximize,
  maximizeUnsound,
  NonFiniteError,
  type Player,
  type Schedule,
} from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorBound, TensorObjective } from '../bounds/tensor-bound.js';
import type { NamedVariables } from '../networks/index.js';
import { sumOfSquares } from '../operations/index.js';
import { onLiveDevice } from './device-watch.js';
import { readOptimizer, restoreOptimizer } from './optimizer-state.js';
import { type TensorsOf, tensorsOf } from './tensors-of.js';

/** Options that every player of a model takes. */
export interface PlayerOptions {
  /** The player's own optimizer: tfjs keeps its state by the position of a variable, so no two players share one. */
  readonly optimizer?: tf.Optimizer;
  /** A learning rate, or a function of the step's number (default: the optimizer's own). */
  readonly learningRate?: number | Schedule;
  /**
   * Upper limit of the gradient's global norm, over all variables together; a larger gradient is scaled down to it.
   * Readings report the norm before clipping.
   */
  readonly clipNorm?: number;
}

export interface GradientPlayerOptions<B> extends PlayerOptions {
  readonly name: string;
  readonly variables: NamedVariables;
  readonly optimizer: tf.Optimizer;
  /**
   * Returns what the player moves. A bound is moved up: `(x, rng) => elbo(...)`. `maximize` and `minimize` say the
   * direction. Its tensors are freed for it.
   */
  readonly objective: (batch: TensorsOf<B>, rng: Rng, step: number) => TensorObjective | TensorBound;
  /** Throws if the batch may not be trained on (a value outside the support of the likelihood, say). */
  readonly check?: (batch: B) => void;
  /** The model that the player trains; `fit` refuses to train it twice at the same time. */
  readonly model?: object;
  /** Further settings, compared when a run is resumed: `{ beta: 4 }`. */
  readonly settings?: { readonly [name: string]: Json };
}

/**
 * Returns a player who moves a bound by its gradient: the bound is computed, negated if it is to go up (the only place
 * where that happens), and the optimizer applies its gradient, unless the bound or the gradient is not finite.
 *
 * @throws Error if no variable is trainable, or if a learning rate is given for an optimizer that has none.
 * @throws TypeError if `optimizer` is no tfjs optimizer.
 * @throws RangeError if `clipNorm` is not positive and finite.
 * @throws Error while training, if a trainable variable does not appear in the objective.
 * @throws RangeError while training, for a negative or non-finite learning rate.
 * @throws NonFiniteError while training, naming the term or the variable that is not finite. The optimizer and the
 * variables are then unchanged.
 * @throws DeviceLostError while training or at a checkpoint, if the webgl context or the webgpu device is lost.
 */
export function gradientPlayer<B>(options: GradientPlayerOptions<B>): Player<B> {
  const { name: player, optimizer, clipNorm, learningRate, model } = options;
  const where = `gradientPlayer({ name: '${player}' })`;
  const variables = trainableOnce(options.variables);
  const list = variables.map(([, variable]) => variable);
  if (list.length === 0) throw new Error(`${where}: expected trainable variables, got none.`);
  if (typeof optimizer?.applyGradients !== 'function') {
    throw new TypeError(`${where}: expected a tfjs optimizer, as tf.train.adam(1e-3), got ${String(optimizer)}.`);
  }
  checkLearningRate(where, optimizer);
  if (clipNorm !== undefined && !(clipNorm > 0 && clipNorm < Infinity)) {
    throw new RangeError(`${where}: expected a positive finite clipNorm, got ${clipNorm}.`);
  }
  if (learningRate !== undefined && !('learningRate' in optimizer)) {
    throw new Error(
      `${where}: expected an optimizer with a learning rate to set, got a ${optimizer.getClassName()} without one.`,
    );
  }
  const schedule = typeof learningRate === 'number' ? () => learningRate : learningRate;
  const objective = (batch: B, rng: Rng, step: number) => asObjective(options.objective(tensorsOf(batch), rng, step));
  return {
    name: player,
    ...(model && { model }),
    get settings() {
      return settingsOf(options);
    },
    take(batch, { step, rng }): Promise<Move> {
      return onLiveDevice(`step ${step} of player '${player}'`, async () => {
        options.check?.(batch);
        if (schedule !== undefined) setLearningRate(where, optimizer, schedule(step), step);
        checkLearningRate(where, optimizer);
        const { objective: moved, names, scalars, grads } = differentiate(list, () => objective(batch, rng, step));
        try {
          const missing = variables.find((_, i) => grads[i] == null);
          if (missing !== undefined) {
            throw new Error(`${where}: expected the objective to depend on '${missing[0]}', got no gradient for it.`);
          }
          const [loss, gradientNorm, ...nats] = await readTogether(scalars, grads);
          const terms = Object.fromEntries(names.map((name, i) => [name, nats[i]!]));
          for (const [name, value] of Object.entries({ ...terms, bound: loss! })) {
            if (!Number.isFinite(value)) throw new NonFiniteError(player, step, name, value);
          }
          if (!Number.isFinite(gradientNorm)) {
            const names = variables.map(([name]) => name);
            throw new NonFiniteError(player, step, `gradient of ${await firstNonFinite(names, grads)}`, gradientNorm!);
          }
          tf.tidy(() => {
            const factor = clipNorm !== undefined && gradientNorm! > clipNorm ? clipNorm / gradientNorm! : 1;
            const clipped = factor === 1 ? grads : grads.map((grad) => tf.mul(grad, factor));
            optimizer.applyGradients(list.map(({ name }, i) => ({ name, tensor: clipped[i]! })));
          });
          const { bound, direction, sound } = moved;
          const bounded = direction === 'up' ? -loss! : loss!;
          return {
            of: bound.of,
            side: bound.side,
            direction,
            sound,
            nats: bounded,
            terms,
            gradientNorm: gradientNorm!,
          };
        } finally {
          tf.dispose([scalars, grads]);
        }
      });
    },
    state: () => onLiveDevice(`${where}.state()`, () => readOptimizer(optimizer)),
    restore: (state) =>
      restoreOptimizer(
        `${where}.restore(state)`,
        optimizer,
        state,
        list.map(({ shape }) => shape),
      ),
  };
}

/** A bound alone is moved up: soundly if it is a lower bound or exact. */
function asObjective(moved: TensorObjective | TensorBound): TensorObjective {
  if ('bound' in moved) return moved;
  return moved.side === 'lower' || moved.side === 'exact'
    ? maximize(moved as TensorBound<'lower' | 'exact'>)
    : maximizeUnsound(moved);
}

/** The settings that must be the same when a run is resumed. Functions are compared by being there. */
function settingsOf<B>({ optimizer, learningRate, clipNorm, settings }: GradientPlayerOptions<B>): Json {
  const own = JSON.parse(JSON.stringify(optimizer.getConfig?.() ?? {})) as { [name: string]: Json };
  return {
    // The class first: it is the difference to name if there are several.
    optimizer: optimizer.getClassName(),
    ...own,
    ...(typeof learningRate === 'function'
      ? { learningRate: 'schedule' }
      : learningRate !== undefined && { learningRate }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...settings,
  };
}

/** A weight that two layers share has two names, and is moved once. */
function trainableOnce(variables: NamedVariables): [name: string, variable: tf.Variable][] {
  const named = Object.entries(variables).filter(([, variable]) => variable.trainable);
  return named.filter(([, variable], i) => named.findIndex(([, other]) => other === variable) === i);
}

/** tfjs takes any learning rate; one below 0 moves every bound the wrong way. */
function checkLearningRate(where: string, optimizer: tf.Optimizer): void {
  const { learningRate } = optimizer as unknown as { readonly learningRate?: unknown };
  if (typeof learningRate === 'number' && !(learningRate >= 0 && learningRate < Infinity)) {
    throw new RangeError(
      `${where}: expected an optimizer with a finite learning rate >= 0, got ${learningRate}. maximize and minimize say which way a bound is moved.`,
    );
  }
}

/** SGD and momentum keep minus the rate as a tensor too, which their own method renews. */
function setLearningRate(where: string, optimizer: tf.Optimizer, rate: number, step: number): void {
  if (!(rate >= 0 && rate < Infinity)) {
    throw new RangeError(
      `${where}: expected a finite learning rate >= 0 of the schedule, got ${rate} at step ${step}.`,
    );
  }
  const settable = optimizer as unknown as { learningRate: number; setLearningRate?: (rate: number) => void };
  if (settable.setLearningRate) settable.setLearningRate(rate);
  else settable.learningRate = rate;
}

/** What is minimised, then the terms, and the gradients, undefined for a variable that the objective does not depend on. */
function differentiate(list: tf.Variable[], makeObjective: () => TensorObjective) {
  let made: TensorObjective | undefined;
  let terms: tf.Scalar[] = [];
  const forward = (): tf.Scalar => {
    made = makeObjective();
    const { bound, direction } = made;
    // Clones: a bound may hold tensors that its maker means to keep.
    terms = bound.terms.map(({ nats }) => tf.keep(nats.clone()));
    return direction === 'up' ? tf.neg(bound.value) : bound.value.clone();
  };
  let value: tf.Scalar;
  let grads: tf.Tensor[];
  try {
    ({ value, grads } = tf.engine().gradients<tf.Scalar>(forward, list, undefined, true));
  } catch (error) {
    // An operation without a gradient, say.
    tf.dispose(terms);
    throw error;
  }
  const objective = made!;
  return { objective, names: objective.bound.terms.map(({ name }) => name), scalars: [value, ...terms], grads };
}

/** What is minimised, the global norm of the gradient and the terms, read in one go: each read waits for the device. */
async function readTogether([loss, ...terms]: readonly tf.Scalar[], grads: readonly tf.Tensor[]): Promise<number[]> {
  const together = tf.tidy(() => {
    const norm = tf.sqrt(sumOfSquares(grads));
    return tf.stack([loss!, norm, ...terms].map(asFloat));
  });
  try {
    return [...(await together.data())];
  } finally {
    together.dispose();
  }
}

/** The one number of a tensor as a float32 scalar. */
function asFloat(value: tf.Tensor): tf.Tensor {
  const float = value.dtype === 'float32' ? value : tf.cast(value, 'float32');
  return float.rank === 0 ? float : tf.reshape(float, []);
}

async function firstNonFinite(names: readonly string[], grads: readonly tf.Tensor[]): Promise<string> {
  for (const [i, grad] of grads.entries()) {
    if (!(await grad.data()).every(Number.isFinite)) return `'${names[i]}'`;
  }
  return 'all variables together';
}
