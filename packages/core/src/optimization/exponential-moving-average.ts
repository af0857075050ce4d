import * as tf from '@tensorflow/tfjs';
import type { NamedArrays } from '../arrays/index.js';
import type { NamedVariables } from '../networks/index.js';
import { assignVariables, readVariables } from '../persistence/variables.js';
import type { Reading } from '../training/index.js';

export interface ExponentialMovingAverageOptions {
  /** How much of the average each update keeps, from 0 to below 1: 0.999 remembers about a thousand updates. */
  readonly decay: number;
}

/**
 * A running average of weights, which moves less than the weights of a game (a GAN's generator) or of small batches do. Early on it
 * keeps less than `decay`, (1 + updates) / (10 + updates), so that the initial weights are soon forgotten.
 *
 * @example
 * ```ts
 * import { createRng, ExponentialMovingAverage, mlp } from '@latents/core';
 *
 * const network = mlp({ inputDim: 2, hidden: [4], outputDim: 1, rng: createRng(0) });
 * const average = new ExponentialMovingAverage(network.variables, { decay: 0.99 });
 * average.update();
 * await average.use(() => network.apply(tf.ones([3, 2])).shape); // => [3, 1]
 * average.dispose();
 * network.dispose();
 * ```
 * @see Yazici et al. 2019, eq. 2
 */
export class ExponentialMovingAverage {
  readonly decay: number;
  /** The averages, by the names of their variables. */
  readonly variables: NamedVariables;
  private readonly followed: NamedVariables;
  private readonly updates: tf.Variable;

  /** Starts at the present values. Throws a RangeError for a decay outside [0, 1), an Error if there are no variables. */
  constructor(variables: NamedVariables, { decay }: ExponentialMovingAverageOptions) {
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(
        `new ExponentialMovingAverage(variables, { decay }): expected a number >= 0 and < 1, got ${decay}.`,
      );
    }
    if (Object.keys(variables).length === 0) {
      throw new Error('new ExponentialMovingAverage(variables, options): expected variables to average, got none.');
    }
    this.decay = decay;
    this.followed = variables;
    // Copies, not clones: an optimizer may write to the memory of what it moves.
    this.variables = tf.tidy(() =>
      Object.fromEntries(
        Object.entries(variables).map(([name, variable]) => [name, tf.variable(variable.mul(1), false)]),
      ),
    );
    this.updates = tf.tidy(() => tf.variable(tf.scalar(0), false));
  }

  /** Takes in the present values. */
  update(): void {
    tf.tidy(() => {
      const count = this.updates.dataSync()[0]! + 1;
      const kept = Math.min(this.decay, (1 + count) / (10 + count));
      for (const [name, average] of Object.entries(this.variables)) {
        average.assign(average.mul(kept).add(this.followed[name]!.mul(1 - kept)));
      }
      this.updates.assign(tf.scalar(count));
    });
  }

  /** Passes readings on, and updates once all players of a step have moved. */
  async *follow(readings: AsyncIterable<Reading>): AsyncGenerator<Reading, void, undefined> {
    for await (const reading of readings) {
      if (reading.endsStep) this.update();
      yield reading;
    }
  }

  /** What `f` gives when the averages are in the variables' place; then all is as before. Train nothing meanwhile. */
  async use<T>(f: () => T | Promise<T>): Promise<T> {
    const entries = Object.entries(this.followed);
    const present = entries.map(([, variable]) => variable.clone());
    try {
      for (const [name, variable] of entries) variable.assign(this.variables[name]!);
      return await f();
    } finally {
      for (const [i, [, variable]] of entries.entries()) variable.assign(present[i]!);
      tf.dispose(present);
    }
  }

  /** The averages and how many updates made them: what a checkpoint must keep. */
  state(): Promise<NamedArrays> {
    return readVariables({ ...this.variables, updates: this.updates });
  }

  /** Takes what `state` gave. Throws an Error if that is of other variables. */
  restore(state: NamedArrays): void {
    const own = { ...this.variables, updates: this.updates };
    assignVariables('ExponentialMovingAverage.restore(state)', own, state);
  }

  /** Frees the averages; the variables are their model's. */
  dispose(): void {
    tf.dispose([this.variables, this.updates]);
  }
}
