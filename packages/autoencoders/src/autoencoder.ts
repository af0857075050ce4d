import {
  type ApplyOptions,
  type Conditional,
  checkedTensors,
  type Deterministic,
  describeConditional,
  NetworkModel,
  type PlayerOptions,
  type TensorBound,
  type TensorObjective,
  tensorBound,
  tidyBound,
} from '@latents/core';
import { checkOptions, checkRng, type NdArray, type Rng } from '@latents/math';
import type { Json, Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { scalarMean } from './bounds/scalar-mean.js';
import { checkMeeting } from './check-meeting.js';
import type { Corruption } from './corruption/corruption.js';
import { checkExamples, checkSupport, type ExampleSupport } from './support.js';

export interface AutoencoderParts {
  /** z of x. */
  readonly encoder: Conditional<Deterministic>;
  /** P(x | z). */
  readonly decoder: Conditional;
  /** The values of x that the decoder's likelihood takes; others are refused. Corrupted values of x may be others. */
  readonly support: ExampleSupport;
  /** Makes x~, which training shows to the encoder instead of x (default: x itself, the basic autoencoder). */
  readonly corruption?: Corruption;
  /** Plain JSON options of the factory that calls this constructor: `load(factory, source)` makes the model again of them. */
  readonly options?: { readonly [option: string]: Json };
}

/** Training options. All have defaults. */
export interface AutoencoderPlayersOptions extends PlayerOptions {
  /** Returns a bound to move up instead of `autoencoder.reconstructionLogProb`, or an objective with its direction. */
  readonly objective?: (x: tf.Tensor, rng: Rng, step: number) => TensorBound | TensorObjective;
}

/**
 * A basic autoencoder, which maximises log P(x | encoder(x)); or with a corruption a denoising one, which maximises
 * E log P(x | encoder(x~)) over x~ ~ q(x~ | x): the encoder is shown x~, and the reconstruction is scored on the clean x.
 *
 * Neither is a bound on log p(x): there is no prior, and the KL of the point at encoder(x) to one would be infinite (ERRATA E5). There
 * is no counterpart to the `generate` of a VAE. A code narrower than x is not what keeps it from the identity (E4): an overcomplete
 * code is allowed.
 *
 * @see Stratos sections 1.1 and 1.2; Vincent et al. 2008
 */
export class Autoencoder extends NetworkModel<NdArray, AutoencoderPlayersOptions> {
  readonly encoder: AutoencoderParts['encoder'];
  readonly decoder: AutoencoderParts['decoder'];
  readonly corruption: Corruption | undefined;
  readonly inputDim: number;
  readonly latentDim: number;
  private readonly support: ExampleSupport;
  private readonly inputs = checkedTensors((where, x) => checkExamples(where, x, this.inputDim, this.support));
  private readonly corrupted = checkedTensors((where, x) => checkExamples(where, x, this.inputDim, 'reals'));

  /**
   * Makes a model of networks of your own, which it then owns; {@link createAutoencoder} makes the usual ones.
   *
   * @throws RangeError if the shapes of encoder and decoder do not meet.
   */
  constructor(parts: AutoencoderParts) {
    checkOptions('new Autoencoder(parts)', parts, ['encoder', 'decoder', 'support', 'corruption', 'options']);
    const { encoder, decoder, support, corruption, options } = parts;
    const { inputDim, latentDim } = checkMeeting('new Autoencoder', encoder, decoder);
    checkSupport('new Autoencoder({ support })', support);
    super(
      {
        kind: 'autoencoder',
        ...(options && { options }),
        networks: { encoder: describeConditional(encoder), decoder: describeConditional(decoder) },
        corruption: corruption?.config ?? null,
        support,
      },
      { encoder: encoder.variables, decoder: decoder.variables },
      [encoder, decoder],
    );
    this.encoder = encoder;
    this.decoder = decoder;
    this.corruption = corruption;
    this.inputDim = inputDim;
    this.latentDim = latentDim;
    this.support = support;
  }

  /**
   * Returns log P(x | encoder(x)), averaged over the batch, in nats: minus the note's J. With a corruption and `rng`, it is that of
   * one draw of x~ per example.
   *
   * @param x `[batch, inputDim]`. A tensor is read once, the first time it is given, to check its values.
   * @param rng Draws the corruption. Without it, or without a corruption, the encoder is shown x.
   * @returns One tensor: the value, which is its only term too.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   * @throws Error after `dispose`.
   * @see Stratos sections 1.1 and 1.2
   */
  reconstructionLogProb(x: tf.Tensor, rng?: Rng): TensorBound<'exact'> {
    this.check('autoencoder.reconstructionLogProb(x, rng)', x);
    return this.score(x, rng);
  }

  /**
   * Returns x~, `[batch, inputDim]`, as training shows it to the encoder.
   *
   * @throws Error if the model has no corruption, or after `dispose`.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   */
  corrupt(x: tf.Tensor, rng: Rng): tf.Tensor2D {
    const where = 'autoencoder.corrupt(x, rng)';
    this.checkAlive(where);
    if (this.corruption === undefined) {
      throw new Error(`${where}: expected a denoising autoencoder, got a basic one. Give it a corruption.`);
    }
    this.check(where, x);
    checkRng(where, rng);
    return this.corruption.apply(x, rng) as tf.Tensor2D;
  }

  /**
   * Returns the code of each example, `[batch, latentDim]`. The encoder is shown clean examples also where training corrupts them
   * (ERRATA E7).
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   * @throws Error after `dispose`.
   */
  encode(x: tf.Tensor): tf.Tensor2D {
    this.check('autoencoder.encode(x)', x);
    return tf.tidy(() => this.encoder.given(x).mean() as tf.Tensor2D);
  }

  /**
   * Returns the mean of P(x | z), `[batch, inputDim]`, for `z` of shape `[batch, latentDim]`.
   *
   * @throws RangeError for a `z` of another width.
   * @throws Error after `dispose`.
   */
  decode(z: tf.Tensor): tf.Tensor2D {
    this.checkAlive('autoencoder.decode(z)');
    return tf.tidy(() => this.decoder.given(z).mean() as tf.Tensor2D);
  }

  /**
   * Returns the mean of P(x | z) at the code of each example, `[batch, inputDim]`.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   * @throws Error after `dispose`.
   */
  reconstruct(x: tf.Tensor): tf.Tensor2D {
    this.check('autoencoder.reconstruct(x)', x);
    return tf.tidy(() => this.decode(this.encode(x)));
  }

  /**
   * Returns the reconstruction of examples that are corrupted already, `[batch, inputDim]`. Their values may lie outside the
   * likelihood's support, but must be finite.
   *
   * @throws RangeError if `corrupted` is not `[batch, inputDim]`, or has a value that is not finite.
   * @throws Error after `dispose`.
   */
  denoise(corrupted: tf.Tensor): tf.Tensor2D {
    const where = 'autoencoder.denoise(corrupted)';
    this.checkAlive(where);
    this.corrupted.check(where, corrupted);
    return tf.tidy(() => this.decode(this.encoder.given(corrupted).mean()));
  }

  /**
   * Returns the player, for `fit`: one, who moves encoder and decoder. Batches are arrays `[batch, inputDim]`.
   *
   * @param options Optimizer (default Adam with learning rate 1e-3), and an objective of your own.
   * @throws RangeError for an unknown option; while training, for a batch that is not in the likelihood's support.
   * @throws Error after `dispose`.
   */
  override players(options: AutoencoderPlayersOptions = {}): readonly Player<NdArray>[] {
    const where = 'autoencoder.players(options)';
    this.checkAlive(where);
    checkOptions(where, options, ['optimizer', 'learningRate', 'clipNorm', 'objective']);
    const { objective, ...rest } = options;
    return [
      this.gradientPlayer<NdArray>({
        ...rest,
        name: 'encoder and decoder',
        variables: this.parameters,
        settings: { objective: objective ? 'of your own' : 'reconstruction' },
        check: (batch) => checkExamples(`${where}: batch`, batch, this.inputDim, this.support),
        objective: (x, rng, step) => {
          this.inputs.trust(x);
          return objective ? objective(x, rng, step) : this.score(x, rng, { training: true });
        },
      }),
    ];
  }

  private score(x: tf.Tensor, rng?: Rng, options?: ApplyOptions): TensorBound<'exact'> {
    return tidyBound(() => {
      const shown = rng && this.corruption ? this.corruption.apply(x, rng) : x;
      const code = this.encoder.given(shown, options).mean();
      const nats = scalarMean(this.decoder.given(code, options).logProb(x));
      const of = shown === x ? 'log p(x | encoder(x))' : 'E log p(x | encoder(x~))';
      return tensorBound('exact', of, [{ name: 'reconstruction', nats, weight: 1 }]);
    });
  }

  private check(where: string, x: tf.Tensor): void {
    this.checkAlive(where);
    this.inputs.check(where, x);
  }
}
