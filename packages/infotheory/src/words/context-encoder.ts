import { type Categorical, type Conditional, categoricalHead, conditional, uniformVariable } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { idsOf, rowsOf } from './rows-of.js';

export interface ContextEncoderOptions {
  /** Word vectors `[rows, dim]`, a {@link wordEmbedding}. */
  readonly embedding: tf.Variable;
  /** How many words on each side. */
  readonly width: number;
  /** |Z|. */
  readonly codewords: number;
  readonly rng: Rng;
}

/**
 * Phi of part-of-speech induction, P(z | x): x is the embeddings of the words around a word, `[batch, 2 width]`, as
 * {@link wordsInContext} numbers them; the logits are linear in their vectors one after another. x is
 * needed on the host: tensors of batches are there, and other tensors on a device are read synchronously.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { contextEncoder, vocabularyOf, wordEmbedding } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const embedding = wordEmbedding(vocabularyOf([['time', 'flies']]), { dim: 3, rng });
 * const phi = contextEncoder({ embedding, width: 1, codewords: 5, rng });
 * phi.given(tf.tensor2d([[0, 3], [2, 0]])).classes; // => 5
 * ```
 * @throws RangeError for a width or a number of codewords that is not a positive integer; when used, for ids outside the table.
 * @see Stratos 2019, section 4
 */
export function contextEncoder(options: ContextEncoderOptions): Conditional<Categorical> {
  checkOptions('contextEncoder(options)', options, ['embedding', 'width', 'codewords', 'rng']);
  const { embedding, width, codewords, rng } = options;
  checkPositiveInteger('contextEncoder({ width })', width);
  checkPositiveInteger('contextEncoder({ codewords })', codewords);
  checkRng('contextEncoder({ rng })', rng);
  const [rows, dim] = embedding.shape as [number, number];
  const fanIn = 2 * width * dim;
  const kernel = uniformVariable([fanIn, codewords], 1 / Math.sqrt(fanIn), rng);
  const bias = uniformVariable([codewords], 1 / Math.sqrt(fanIn), rng);
  const variables = { embedding, kernel, bias };
  const network = {
    config: { kind: 'context-encoder', rows, dim, width, codewords },
    inputShape: [2 * width],
    outputShape: [codewords],
    variables,
    apply: (x: tf.Tensor) =>
      tf.tidy(() => {
        const ids = idsOf('contextEncoder.given(x)', x, rows);
        return tf.add(tf.matMul(tf.reshape(rowsOf(embedding, ids), [-1, fanIn]), kernel as tf.Tensor2D), bias);
      }),
    dispose: () => tf.dispose(variables),
  };
  return conditional(network, categoricalHead(codewords), 'contextEncoder');
}
