import * as tf from '@tensorflow/tfjs';
import type { Objective } from '../bounds/index.js';
import type { NamedVariables } from '../networks/index.js';
import type { Rng } from '../rng/index.js';
import { NonFiniteError } from '../training/non-finite-error.js';
import type { Move, Step } from '../training/step.js';
import { readOptimizer, restoreOptimizer } from './optimizer-state.js';
import { type TensorsOf, tensorsOf } from './tensors-of.js';

export interface GradientStepOptions<B> {
  /** Who moves: `'encoder and decoder'`. */
  readonly player: string;
  /** The variables that the player moves; those that are not trainable stay. */
  readonly variables: NamedVariables;
  /** The player's own: tfjs keeps an optimizer's state by the position of a variable, so no two players share one. */
  readonly optimizer: tf.Optimizer;
  /** What the player moves, and which way: `(x, rng) => maximize(vae.elbo(x, rng))`. Its tensors are freed for it. */
  readonly objective: (batch: TensorsOf<B>, rng: Rng, step: number) => Objective;
  /** Throws if the batch may not be trained on (a value outside the support of the likelihood, say). */
  readonly check?: (batch: B) => void;
}

/**
 * One player's move by gradient: the bound is computed, negated if it is to go up (the only place where that happens), and
 * the optimizer applies its gradient, unless the bound or the gradient is not finite.
 *
 * The step throws an Error if a trainable variable does not appear in the objective, and a {@link NonFiniteError} that
 * names the term or the variable if one is not finite; the variables are then unchanged.
 */
export function gradientStep<B>(options: GradientStepOptions<B>): Step<B> {
  const { player, optimizer, objective } = options;
  const trainable = Object.entries(options.variables).filter(([, variable]) => variable.trainable);
  const list = trainable.map(([, variable]) => variable);
  if (list.length === 0)
    throw new Error(`gradientStep({ player: '${player}' }): expected trainable variables, got none.`);
  return {
    player,
    async take(batch, { step, rng }): Promise<Move> {
      options.check?.(batch);
      let shown: Omit<Move, 'nats' | 'terms'> | undefined;
      const terms: [name: string, tf.Scalar][] = [];
      const { value, grads } = tf.variableGrads(() => {
        const { bound, direction, sound } = objective(tensorsOf(batch), rng, step);
        shown = { of: bound.of, side: bound.side, direction, sound };
        for (const term of bound.terms) terms.push([term.name, tf.keep(term.nats)]);
        return direction === 'up' ? bound.value.neg() : bound.value;
      }, list);
      const gradients = trainable.map(([name, variable]) => ({ name, variable, tensor: grads[variable.name] }));
      const norm = tf.tidy(() => tf.sqrt(tf.addN(Object.values(grads).map((grad) => tf.sum(tf.square(grad))))));
      try {
        const [loss, gradientNorm, ...read] = await Promise.all(
          [value, norm, ...terms.map(([, scalar]) => scalar)].map(async (scalar) => (await scalar.data())[0]!),
        );
        const named = Object.fromEntries(terms.map(([name], i) => [name, read[i]!]));
        for (const [name, nats] of Object.entries({ ...named, bound: loss! })) {
          if (!Number.isFinite(nats)) throw new NonFiniteError(player, step, name, nats);
        }
        const missing = gradients.find(({ tensor }) => tensor === undefined);
        if (missing !== undefined) {
          throw new Error(
            `gradientStep({ player: '${player}' }): expected the objective to depend on '${missing.name}', got no gradient for it.`,
          );
        }
        if (!Number.isFinite(gradientNorm)) {
          throw new NonFiniteError(player, step, `gradient of ${await firstNonFinite(gradients)}`, gradientNorm!);
        }
        optimizer.applyGradients(gradients.map(({ variable, tensor }) => ({ name: variable.name, tensor: tensor! })));
        return {
          ...shown!,
          nats: shown!.direction === 'up' ? -loss! : loss!,
          terms: named,
          gradientNorm: gradientNorm!,
        };
      } finally {
        tf.dispose([value, norm, grads as tf.NamedTensorMap, terms.map(([, scalar]) => scalar)]);
      }
    },
    state: () => readOptimizer(optimizer),
    restore: (state) => restoreOptimizer(optimizer, state),
  };
}

async function firstNonFinite(gradients: readonly { name: string; tensor: tf.Tensor | undefined }[]): Promise<string> {
  for (const { name, tensor } of gradients) {
    if (tensor !== undefined && !(await tensor.data()).every(Number.isFinite)) return `'${name}'`;
  }
  return 'all variables together';
}
