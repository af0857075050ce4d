import type { NamedVariables } from '@latents/core';
import type { Normalization, Rng } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';

/** What the two players share: how to generate, and how to judge. Examples are on the networks' scale here. */
export interface Game {
  /** What errors call it: `'gan'`. */
  readonly where: string;
  readonly dataShape: readonly number[];
  /** How many examples D judges at once. */
  readonly packing: number;
  readonly normalization: Normalization | undefined;
  readonly generatorVariables: NamedVariables;
  readonly discriminatorVariables: NamedVariables;
  readonly notTwiceDifferentiable: readonly string[] | undefined;
  /** `[count, ...dataShape]`. */
  generate(count: number, rng: Rng): tf.Tensor;
  /** `[rows, ...D's inputShape]`, of `packing` examples a row. */
  pack(x: tf.Tensor): tf.Tensor;
  /** What D sees in packed rows, `[rows, ...]`: where others read it too, it is computed once. */
  look(packed: tf.Tensor): tf.Tensor;
  /** Logits of what D sees, `[rows]`. */
  judge(seen: tf.Tensor): tf.Tensor1D;
}
