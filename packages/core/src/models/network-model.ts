import type { NamedArrays } from '@latents/math';
import type { Model, ModelConfig, Player } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { NamedVariables } from '../networks/network.js';
import { prefixed } from '../networks/network.js';
import { assignVariables } from '../networks/variables.js';
import { defaultAdam } from '../optimization/default-adam.js';
import { readVariables } from '../optimization/device-watch.js';
import { type GradientPlayerOptions, gradientPlayer, type PlayerOptions } from '../optimization/gradient-player.js';

/**
 * The life of a model of networks, written once: description, variables, assignment and disposal. Models extend it and add
 * their bounds and players.
 *
 * @typeParam Batch The data of one step.
 * @typeParam Options The options of `players`.
 */
export abstract class NetworkModel<Batch, Options> implements Model<Batch, Options> {
  readonly config: ModelConfig;
  /** All variables by name, trainable or not. */
  readonly parameters: NamedVariables;
  private readonly optimizers: tf.Optimizer[] = [];
  private readonly owned: readonly { dispose(): void }[];
  private disposed = false;

  /**
   * @param parts The variables of each part, by the part's name: they become `part/variable`.
   * @param owned Parts with a `dispose` of their own, because they hold more than variables (masks, a `tf.LayersModel`).
   */
  protected constructor(
    config: ModelConfig,
    parts: Readonly<Record<string, NamedVariables>>,
    owned: readonly { dispose(): void }[] = [],
  ) {
    this.config = config;
    this.owned = owned;
    this.parameters = Object.assign({}, ...Object.entries(parts).map(([part, variables]) => prefixed(part, variables)));
  }

  /**
   * Returns the players who train this model, in the order of their moves.
   *
   * @throws Error after `dispose`.
   */
  abstract players(options?: Options): readonly Player<Batch>[];

  /**
   * Reads the present values of all variables.
   *
   * @throws DeviceLostError if the webgl context or the webgpu device that holds them is lost. Nothing is then saved.
   */
  read(): Promise<NamedArrays> {
    return readVariables(`${this.config.kind}.read()`, this.parameters);
  }

  /**
   * Gives the variables the values of arrays of the same names and shapes. All are checked before any is changed.
   *
   * @throws Error that names the first missing, unknown, misshapen or non-finite array, or after `dispose`.
   */
  assign(arrays: NamedArrays): void {
    const where = `${this.config.kind}.assign(arrays)`;
    this.checkAlive(where);
    assignVariables(where, this.parameters, arrays);
  }

  /** Frees all parts and variables, and the optimizers that `players` made. A second call does nothing. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const optimizer of this.optimizers) optimizer.dispose();
    for (const part of this.owned) part.dispose();
    for (const variable of Object.values(this.parameters)) variable.dispose();
  }

  /**
   * Throws an Error if the model was disposed.
   *
   * @param where The call that needs the model: `'vae.elbo(x, rng)'`.
   */
  protected checkAlive(where: string): void {
    if (this.disposed) {
      throw new Error(`${where}: expected a model that is alive, got one after dispose(). Load it or make it again.`);
    }
  }

  /**
   * Returns a player of this model who moves by gradient.
   *
   * @param makeDefault Makes the optimizer if none is given; the model frees it. Default: Adam of learning rate 1e-3.
   */
  protected gradientPlayer<B>(
    options: Omit<GradientPlayerOptions<B>, 'optimizer' | 'model'> & PlayerOptions,
    makeDefault: () => tf.Optimizer = () => defaultAdam(1e-3),
  ): Player<B> {
    this.checkAlive(`${this.config.kind}.players(options)`);
    return gradientPlayer<B>({
      ...options,
      optimizer: options.optimizer ?? this.keptOptimizer(makeDefault()),
      model: this,
    });
  }

  private keptOptimizer(optimizer: tf.Optimizer): tf.Optimizer {
    this.optimizers.push(optimizer);
    return optimizer;
  }
}
