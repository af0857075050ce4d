import type { NamedArrays, NumericArray, Rng } from '@latents/math';
import type { Batches } from '../fit/batches.js';
import type { Player } from '../fit/player.js';
import type { Json } from './json.js';

/**
 * A plain JSON description of a model, complete enough to make the same model again.
 *
 * `options` are the options of the function that made the model, and `networks` describes what the model is made of.
 * Files, checkpoints and {@link load} compare the whole description.
 */
export interface ModelConfig {
  /** The kind of model: `'vae'`. */
  readonly kind: string;
  readonly [key: string]: Json;
}

/** One parameter of a model that lives outside plain memory. A `tf.Variable` is one. */
export interface DeviceParameter {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Reads the present values. */
  data(): Promise<NumericArray>;
}

/** Parameters by name: `tf.Variable`s of networks, plain arrays of models in float64. */
export type NamedParameters = Readonly<Record<string, DeviceParameter>> | NamedArrays;

/**
 * Parameters with a description, and players who train them. Everything that is done with a trained model ({@link save},
 * {@link load}, {@link checkpoint}, {@link resume}, `train`) needs this and nothing else.
 *
 * @typeParam Batch The data of one step.
 * @typeParam Options The options of `players`.
 */
export interface Model<Batch = never, Options = never> {
  readonly config: ModelConfig;
  readonly parameters: NamedParameters;
  /** Reads the present values of all parameters (default: one after another by `data`). */
  read?(): Promise<NamedArrays>;
  /**
   * Gives the parameters the values of arrays of the same names and shapes. All are checked before any is changed.
   *
   * @throws Error that names the first missing, unknown, misshapen or non-finite array.
   */
  assign(arrays: NamedArrays): void;
  /** Returns the players who train this model, in the order of their moves. */
  players(options?: Options): readonly Player<Batch>[];
  /** Cuts data into this model's batches, for `train` (default: `batches(data, { size, rng })`). */
  batches?(data: unknown, options: { readonly size?: number; readonly rng: Rng }): Batches<Batch>;
  /** Frees the parameters. A second call does nothing. */
  dispose(): void;
}

/** The part of a {@link Model} that files and checkpoints need, whatever its batches are. */
export type Stored = Pick<Model, 'config' | 'parameters' | 'read' | 'assign'>;
