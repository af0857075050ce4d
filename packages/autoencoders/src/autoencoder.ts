import {
  type ApplyOptions,
  assignVariables,
  type Conditional,
  type Deterministic,
  type GradientPlayerOptions,
  gradientPlayer,
  type Json,
  type ModelConfig,
  type NamedVariables,
  prefixed,
  readVariables,
  save,
  type TensorBound,
  tensorBound,
} from '@latents/core';
import type { NamedArrays, NdArray, Rng } from '@latents/math';
import { maximize, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Corruption } from './corruption/corruption.js';
import { checkExamples, type Support } from './support.js';

export interface AutoencoderParts {
  /** z of x. */
  readonly encoder: Conditional<Deterministic>;
  /** P(x | z). */
  readonly decoder: Conditional;
  /** Where the decoder's likelihood has its mass; other values of x are refused. What a corruption makes of x may lie elsewhere. */
  readonly support: Support;
  /** What the encoder is shown in training instead of x (default: x itself, the basic autoencoder). */
  readonly corruption?: Corruption;
  /** Plain JSON kept with saved weights. */
  readonly config?: { readonly [key: string]: Json };
}

/**
 * A basic autoencoder, log P(x | encoder(x)) up; or with a corruption a denoising one, E log P(x | encoder(x~)) up over x~ ~ q(x~ | x):
 * the encoder is shown x~, and the reconstruction is scored on the clean x.
 *
 * Neither is a bound on log p(x): there is no prior, and the KL of the point at encoder(x) to one would be infinite (ERRATA E5). What
 * `generate` is to a VAE has no counterpart here. A code narrower than x is not what keeps it from the identity (E4): an overcomplete
 * one is allowed.
 *
 * @see Stratos sections 1.1 and 1.2; Vincent et al. 2008
 */
export class Autoencoder {
  readonly encoder: AutoencoderParts['encoder'];
  readonly decoder: AutoencoderParts['decoder'];
  readonly corruption: Corruption | undefined;
  readonly inputDim: number;
  readonly latentDim: number;
  readonly config: ModelConfig;
  /** Of encoder and decoder, by name. */
  readonly variables: NamedVariables;
  private readonly support: Support;

  /** From networks of one's own; {@link createAutoencoder} makes the usual ones. Throws a RangeError if their shapes do not meet. */
  constructor({ encoder, decoder, support, corruption, config = {} }: AutoencoderParts) {
    const [inputDim] = encoder.inputShape;
    const [latentDim] = encoder.eventShape;
    if (encoder.inputShape.length !== 1 || inputDim === undefined || latentDim === undefined) {
      throw new RangeError(
        `new Autoencoder({ encoder }): expected an encoder of vectors, got inputs of shape [${encoder.inputShape}].`,
      );
    }
    if (decoder.inputShape.join() !== `${latentDim}` || decoder.eventShape.join() !== `${inputDim}`) {
      throw new RangeError(
        `new Autoencoder({ decoder }): expected a decoder from [${latentDim}] to [${inputDim}], to meet the encoder, got [${decoder.inputShape}] to [${decoder.eventShape}].`,
      );
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.corruption = corruption;
    this.inputDim = inputDim;
    this.latentDim = latentDim;
    this.support = support;
    this.config = {
      ...config,
      kind: corruption ? 'denoising autoencoder' : 'autoencoder',
      inputDim,
      latentDim,
      ...(corruption && { corruption: corruption.config }),
    };
    this.variables = { ...prefixed('encoder', encoder.variables), ...prefixed('decoder', decoder.variables) };
  }

  /**
   * log P(x | encoder(x)), averaged over the batch, in nats: minus the note's J. With a corruption and `rng`, of one draw of x~ an
   * example.
   *
   * @param x `[batch, inputDim]`.
   * @param rng Draws the corruption; without it, or without a corruption, the encoder is shown x.
   * @returns one tensor, of yours: the value, which is its only term too.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   * @see Stratos sections 1.1 and 1.2
   */
  reconstructionLogProb(x: tf.Tensor, rng?: Rng): TensorBound<'exact'> {
    this.check('autoencoder.reconstructionLogProb(x, rng)', x);
    let made: TensorBound<'exact'> | undefined;
    tf.tidy(() => {
      made = this.objective(x, rng);
      return [made.value, ...made.terms.map(({ nats }) => nats)];
    });
    return made!;
  }

  /**
   * x~, `[batch, inputDim]`, as training shows it to the encoder.
   *
   * @throws Error if the model has no corruption; RangeError for another shape, or a value outside the likelihood's support.
   */
  corrupt(x: tf.Tensor, rng: Rng): tf.Tensor2D {
    if (this.corruption === undefined) {
      throw new Error(
        'autoencoder.corrupt(x, rng): expected a denoising autoencoder, got a basic one. Give it a corruption.',
      );
    }
    this.check('autoencoder.corrupt(x, rng)', x);
    return this.corruption.apply(x, rng) as tf.Tensor2D;
  }

  /**
   * The code of each example, `[batch, latentDim]`; of clean examples too where training corrupts them (ERRATA E7).
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   */
  encode(x: tf.Tensor): tf.Tensor2D {
    this.check('autoencoder.encode(x)', x);
    return tf.tidy(() => this.encoder.given(x).mean() as tf.Tensor2D);
  }

  /**
   * The mean of P(x | z), `[batch, inputDim]`, for `z` of shape `[batch, latentDim]`.
   *
   * @throws RangeError for a `z` of another width.
   */
  decode(z: tf.Tensor): tf.Tensor2D {
    return tf.tidy(() => this.decoder.given(z).mean() as tf.Tensor2D);
  }

  /**
   * The mean of P(x | z) at the code of each example, `[batch, inputDim]`.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   */
  reconstruct(x: tf.Tensor): tf.Tensor2D {
    return tf.tidy(() => this.decode(this.encode(x)));
  }

  /**
   * What the model makes of an example that is corrupted already, `[batch, inputDim]`: its values may lie outside the likelihood's
   * support, but have to be finite.
   *
   * @throws RangeError if `corrupted` is not `[batch, inputDim]`, or has a value that is not finite.
   */
  denoise(corrupted: tf.Tensor): tf.Tensor2D {
    checkExamples('autoencoder.denoise(corrupted)', arrayOf(corrupted), this.inputDim, 'reals');
    return tf.tidy(() => this.decode(this.encoder.given(corrupted).mean()));
  }

  /**
   * The players, for `fit`: one, who moves encoder and decoder. Batches are arrays `[batch, inputDim]`.
   *
   * @throws RangeError while training for a batch that is not in the likelihood's support.
   */
  players(
    optimizer: tf.Optimizer,
    options: Pick<GradientPlayerOptions<NdArray>, 'learningRate' | 'clipNorm'> = {},
  ): Player<NdArray>[] {
    return [
      gradientPlayer<NdArray>({
        ...options,
        name: 'encoder and decoder',
        variables: this.variables,
        optimizer,
        check: (batch) => checkExamples('autoencoder.steps: batch', batch, this.inputDim, this.support),
        objective: (x, rng) => maximize(this.objective(x, rng, { training: true })),
      }),
    ];
  }

  /** Saves configuration and weights; see core's `save`. */
  save(destination: string | tf.io.IOHandler): Promise<void> {
    return save(this, destination);
  }

  /** The present weights, for a checkpoint. */
  state(): Promise<NamedArrays> {
    return readVariables(this.variables);
  }

  /** Takes weights that `state` gave. Throws an Error if they are those of another architecture. */
  restore(state: NamedArrays): void {
    assignVariables('autoencoder.restore(state)', this.variables, state);
  }

  /** Frees all variables. A second call does nothing. */
  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
  }

  private objective(x: tf.Tensor, rng?: Rng, options?: ApplyOptions): TensorBound<'exact'> {
    const shown = rng && this.corruption ? this.corruption.apply(x, rng) : x;
    const nats = tf.reshape<tf.Rank.R0>(
      tf.mean(this.decoder.given(this.encoder.given(shown, options).mean(), options).logProb(x)),
      [],
    );
    const of = shown === x ? 'log p(x | encoder(x))' : 'E log p(x | encoder(x~))';
    return tensorBound('exact', of, [{ name: 'reconstruction', nats, weight: 1 }]);
  }

  private check(where: string, x: tf.Tensor): void {
    checkExamples(where, arrayOf(x), this.inputDim, this.support);
  }
}

function arrayOf(x: tf.Tensor): NdArray {
  return { shape: x.shape, data: x.dataSync() as Float32Array };
}
