import { allOrNone, mlp, type NamedVariables, type Network, prefixed } from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** A function f(x, y) that is trained to tell pairs from unpaired x and y. */
export interface Critic {
  readonly variables: NamedVariables;
  /** f(x_j, y_i) at `[i, j]`, `[n, n]`, of x `[n, dx]` and y `[n, dy]`. */
  scores(x: tf.Tensor, y: tf.Tensor): tf.Tensor2D;
  dispose(): void;
}

export interface CriticOptions {
  /** The dimensions of x and y. */
  readonly dx: number;
  readonly dy: number;
  /** Widths of the hidden layers (default [64, 64]). */
  readonly hidden?: readonly number[];
  readonly rng: Rng;
}

/**
 * f(x, y) = g(x)' h(y) / sqrt(embedding): n evaluations of two networks give all n^2 scores. `embedding` is the dimension of g and h
 * (default 32).
 *
 * @throws RangeError for dimensions or widths that are not positive integers.
 */
export function separableCritic({
  dx,
  dy,
  hidden = [64, 64],
  embedding = 32,
  rng,
}: CriticOptions & { readonly embedding?: number }): Critic {
  const [g, h] = allOrNone(() => [
    mlp({ inputDim: dx, hidden, outputDim: embedding, rng }),
    mlp({ inputDim: dy, hidden, outputDim: embedding, rng }),
  ]) as [Network, Network];
  return {
    variables: { ...prefixed('g', g.variables), ...prefixed('h', h.variables) },
    scores: (x, y) =>
      tf.tidy(() => {
        const [a, b] = [g.apply(x) as tf.Tensor2D, h.apply(y) as tf.Tensor2D];
        return tf.div(tf.matMul(b, tf.transpose(a)), Math.sqrt(embedding));
      }),
    dispose: () => {
      g.dispose();
      h.dispose();
    },
  };
}

/** f(x, y) by one network of x and y side by side: n^2 evaluations, for dependence that no product of features catches well. */
export function jointCritic({ dx, dy, hidden = [64, 64], rng }: CriticOptions): Critic {
  const f = mlp({ inputDim: dx + dy, hidden, outputDim: 1, rng });
  return {
    variables: f.variables,
    scores: (x, y) =>
      tf.tidy(() => {
        const n = x.shape[0]!;
        const ofX = tf.tile(tf.expandDims(x, 0), [n, 1, 1]);
        const ofY = tf.tile(tf.expandDims(y, 1), [1, n, 1]);
        return tf.reshape(f.apply(tf.reshape(tf.concat([ofX, ofY], 2), [n * n, dx + dy])), [n, n]);
      }),
    dispose: () => f.dispose(),
  };
}
