import type { GradientPlayerOptions, NamedVariables, PlayerOptions } from '@latents/core';
import type { NdArray, Normalization, Rng } from '@latents/math';
import type { Player, Term } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';

/** Generated examples, on the networks' scale. */
export interface Generated {
  /** `[count, ...dataShape]`. */
  readonly examples: tf.Tensor;
  /**
   * Returns terms of a lower bound of information about these examples, from D's features of them. A player who moves up
   * adds the terms, one who moves down subtracts them. InfoGAN has them.
   */
  readonly information?: (features: tf.Tensor) => readonly Term<tf.Scalar>[];
}

/** The two networks and the data as the players of a game see them. Examples are on the networks' scale. */
export interface Game {
  /** The call that error messages name: `'gan.players(options)'`. */
  readonly where: string;
  readonly dataShape: readonly number[];
  /** Number of examples in one row of D. */
  readonly packing: number;
  readonly normalization: Normalization | undefined;
  readonly generatorVariables: NamedVariables;
  /** Name of the player who moves D. */
  readonly discriminatorName: string;
  readonly discriminatorVariables: NamedVariables;
  /** Parts of D whose second derivatives are not known to be right; undefined if a network does not say. */
  readonly notTwiceDifferentiable: readonly string[] | undefined;
  /** Makes a player of the model. The default optimizer is Adam with learning rate 2e-4 and beta1 0.5. */
  player(options: Omit<GradientPlayerOptions<NdArray>, 'optimizer' | 'model'> & PlayerOptions): Player<NdArray>;
  /** Generates `count` examples, in training mode. */
  generate(count: number, rng: Rng): Generated;
  /** Puts `packing` examples side by side: `[rows, ...inputShape of D]`. */
  pack(x: tf.Tensor): tf.Tensor;
  /** Returns the discriminator features of packed rows, `[rows, ...]`. Whoever else reads the features shares them. */
  features(packed: tf.Tensor): tf.Tensor;
  /** Returns D's logits from its features, `[rows]`. */
  logits(features: tf.Tensor): tf.Tensor1D;
}
