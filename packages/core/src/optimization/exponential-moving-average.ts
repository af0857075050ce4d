import { type NamedArrays, withoutPrefix, withPrefix } from '@latents/math';
import type { Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariables } from '../networks/index.js';
import { assignVariables } from '../networks/variables.js';
import { readVariables } from './device-watch.js';

export interface ExponentialMovingAverageOptions {
  /** What is averaged: a model's, or one player's. All float32. */
  readonly variables: NamedVariables;
  /** How much of the average each update keeps, in [0, 1): it spans about 1 / (1 - decay) steps. 0.999, say. */
  readonly decay: number;
}

/**
 * The average of a model's weights over the steps of a run, the recent ones counting most; often better to evaluate and sample
 * with than the last weights. After `t` updates it is `sum_i (1 - decay) decay^(t - i) w_i / (1 - decay^t)`: corrected for
 * its start, so that after the first update it equals the weights.
 *
 * Owns as many numbers as the variables have; `dispose` frees them.
 *
 * @example
 * ```ts
 * import { ExponentialMovingAverage } from '@latents/core';
 *
 * const w = tf.variable(tf.scalar(1));
 * const average = new ExponentialMovingAverage({ variables: { w }, decay: 0.5 });
 * average.update();
 * w.assign(tf.scalar(4));
 * average.update();
 * average.swappedIn(() => w.dataSync()[0]); // => 3
 * w.dataSync()[0]; // => 4
 * ```
 * @throws RangeError for a decay outside [0, 1); TypeError without variables, or for one that is not float32.
 * @see Polyak & Juditsky 1992; Kingma & Ba 2015, section 7.2
 */
export class ExponentialMovingAverage {
  readonly decay: number;
  private readonly weights: NamedVariables;
  private readonly averages: NamedVariables;
  private updates = 0;
  private swapped = false;

  constructor({ variables, decay }: ExponentialMovingAverageOptions) {
    const where = 'new ExponentialMovingAverage';
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(`${where}({ decay }): expected a number from 0 to below 1, got ${decay}.`);
    }
    const named = Object.entries(variables);
    if (named.length === 0) throw new TypeError(`${where}({ variables }): expected at least one, got none.`);
    for (const [name, { dtype }] of named) {
      if (dtype !== 'float32') {
        throw new TypeError(`${where}({ variables }): expected float32 variables, got ${dtype} in '${name}'.`);
      }
    }
    this.decay = decay;
    this.weights = variables;
    this.averages = Object.fromEntries(
      named.map(([name, weight]) => [name, tf.tidy(() => tf.zerosLike(weight).variable(false))]),
    );
  }

  /** Takes the present weights into the average. Throws an Error while the averages are swapped in. */
  update(): void {
    this.assertOut('average.update()');
    this.updates += 1;
    const share = (1 - this.decay) / (1 - this.decay ** this.updates);
    tf.tidy(() => {
      for (const [name, average] of Object.entries(this.averages)) {
        const weight = this.weights[name]!;
        average.assign(share === 1 ? tf.mul(weight, 1) : tf.add(average, tf.mul(tf.sub(weight, average), share)));
      }
    });
  }

  /**
   * The player, who also updates the average after each of its moves, and whose state holds it: checkpoints then do too. Give it
   * to `fit` in the player's place: `vae.players(optimizer).map((step) => average.follow(step))`, or a GAN's generator alone.
   */
  follow<B>(step: Player<B>): Player<B> {
    const { decay } = this;
    return {
      name: step.name,
      ...(step.model && { model: step.model }),
      get settings() {
        return { decay, ...(step.settings !== undefined && { player: step.settings }) };
      },
      take: async (batch, context) => {
        this.assertOut(`average.follow('${step.name}').take(batch, context)`);
        const move = await step.take(batch, context);
        this.update();
        return move;
      },
      state: async () => ({
        ...withPrefix('average/', await this.state()),
        ...withPrefix('step/', (await step.state?.()) ?? {}),
      }),
      restore: async (state) => {
        this.restore(withoutPrefix('average/', state));
        await step.restore?.(withoutPrefix('step/', state));
      },
    };
  }

  /**
   * Runs a function while the variables hold the averages, and gives them their weights back when it returns, throws, or its
   * promise settles.
   *
   * @throws Error before the first update, or if the averages are swapped in already.
   */
  swappedIn<T>(run: () => T): T {
    this.assertOut('average.swappedIn(run)');
    if (this.updates === 0) {
      throw new Error(
        'average.swappedIn(run): expected at least one update before, got none: there is no average yet.',
      );
    }
    const kept = tf.tidy(() =>
      Object.entries(this.weights).map(([name, weight]) => {
        const before = tf.keep(weight.clone());
        weight.assign(tf.mul(this.averages[name]!, 1));
        return { weight, before };
      }),
    );
    this.swapped = true;
    const swapBack = () => {
      for (const { weight, before } of kept) {
        weight.assign(before);
        before.dispose();
      }
      this.swapped = false;
    };
    let result: T;
    try {
      result = run();
    } catch (error) {
      swapBack();
      throw error;
    }
    if (result instanceof Promise) return result.finally(swapBack) as T;
    swapBack();
    return result;
  }

  /** The averages and the number of updates, for a checkpoint. */
  async state(): Promise<NamedArrays> {
    return {
      ...withPrefix('of/', await readVariables('average.state()', this.averages)),
      updates: { shape: [], data: Float64Array.of(this.updates) },
    };
  }

  /** Takes what `state` gave; nothing is changed if it throws an Error: for another architecture, or no count of updates. */
  restore(state: NamedArrays): void {
    const updates = state['updates']?.data[0];
    if (!Number.isSafeInteger(updates) || updates! < 0) {
      throw new Error(`average.restore(state): expected a count of updates, got ${updates}. Is it an average's state?`);
    }
    assignVariables('average.restore(state)', this.averages, withoutPrefix('of/', state));
    this.updates = updates!;
  }

  /** Frees the averages, not the variables. */
  dispose(): void {
    tf.dispose(Object.values(this.averages));
  }

  private assertOut(where: string): void {
    if (this.swapped) {
      throw new Error(
        `${where}: expected the weights in place, got the averages swapped in. Wait for swappedIn to end.`,
      );
    }
  }
}
