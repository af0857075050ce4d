import {
  type ApplyOptions,
  assignVariables,
  type Conditional,
  type Distribution,
  type ElboTerms,
  elbo,
  type GradientPlayerOptions,
  gradientPlayer,
  importanceWeightedBound,
  type Json,
  type ModelConfig,
  type MultivariateNormalDiag,
  type NamedVariables,
  prefixed,
  readVariables,
  save,
  type TensorBound,
} from '@latents/core';
import { checkPositiveInteger, type NamedArrays, type NdArray, type Rng } from '@latents/math';
import { maximize, maximizeUnsound, type Player, type Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { betaElbo, checkBeta } from './bounds/beta-elbo.js';
import { importanceSampledLogLikelihood, type SampleOptions } from './importance-sampling.js';
import { centre } from './posteriors/centre.js';
import type { Prior } from './priors/prior.js';
import { standardPrior } from './priors/priors.js';
import { drawWithRate, type RateKind, rateKind } from './rate.js';
import { checkExamples, type Support } from './support.js';

export interface VaeParts<Q extends Distribution = MultivariateNormalDiag> {
  /** P(z | x), whose draws can be differentiated. */
  readonly encoder: Conditional<Q>;
  /** P(x | z). */
  readonly decoder: Conditional;
  /** P(z), which is learned with the networks if it has variables (default N(0, I)). */
  readonly prior?: Prior;
  /** Where the decoder's likelihood has its mass; other values of x are refused. */
  readonly support: Support;
  /** Plain JSON kept with saved weights. */
  readonly config?: { readonly [key: string]: Json };
}

export interface VaeStepOptions extends Pick<GradientPlayerOptions<NdArray>, 'learningRate' | 'clipNorm'> {
  /**
   * The weight of the rate, or a function of the step's number (a warm-up). Default 1, the ELBO. With a weight below 1 the
   * objective is no bound on log p(x), and the readings say so.
   */
  readonly beta?: number | ((step: number) => number);
}

/**
 * A variational autoencoder: a decoder P(x | z) with a prior P(z), and an encoder P(z | x) that makes its marginal
 * likelihood tractable from below.
 *
 * @see Stratos section 1.3; Kingma & Welling 2013
 */
export class Vae<Q extends Distribution = MultivariateNormalDiag> {
  readonly encoder: Conditional<Q>;
  readonly decoder: Conditional;
  readonly prior: Prior;
  readonly inputDim: number;
  readonly latentDim: number;
  readonly config: ModelConfig;
  /** Of encoder, decoder and prior, by name. */
  readonly variables: NamedVariables;
  private readonly support: Support;
  /** Held-out data are given again and again; reading them back each time would stall the device. */
  private readonly checked = new WeakSet<tf.Tensor>();

  /** From networks of one's own; {@link createVae} makes the usual ones. Throws a RangeError if their shapes do not meet. */
  constructor({ encoder, decoder, prior, support, config = {} }: VaeParts<Q>) {
    const [inputDim] = encoder.inputShape;
    const [latentDim] = encoder.eventShape;
    if (encoder.inputShape.length !== 1 || inputDim === undefined || latentDim === undefined) {
      throw new RangeError(
        `new Vae({ encoder }): expected an encoder of vectors, got inputs of shape [${encoder.inputShape}].`,
      );
    }
    if (decoder.inputShape.join() !== `${latentDim}` || decoder.eventShape.join() !== `${inputDim}`) {
      throw new RangeError(
        `new Vae({ decoder }): expected a decoder from [${latentDim}] to [${inputDim}], to meet the encoder, got [${decoder.inputShape}] to [${decoder.eventShape}].`,
      );
    }
    if (prior !== undefined && prior.dimension !== latentDim) {
      throw new RangeError(
        `new Vae({ prior }): expected one of [${latentDim}], as the encoder's z, got [${prior.dimension}].`,
      );
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.prior = prior ?? standardPrior(latentDim);
    this.inputDim = inputDim;
    this.latentDim = latentDim;
    this.support = support;
    this.config = { ...config, kind: 'vae', inputDim, latentDim };
    this.variables = {
      ...prefixed('encoder', encoder.variables),
      ...prefixed('decoder', decoder.variables),
      ...prefixed('prior', this.prior.variables),
    };
  }

  /**
   * The evidence lower bound on log p(x), averaged over the batch, in nats, with its terms `reconstruction` and `rate`. The
   * expectation is over one draw of z an example; the rate is in closed form where there is one, or else of the same draw
   * ({@link rate} says which).
   *
   * Value and terms are tensors of yours: `tf.tidy(() => vae.elbo(x, rng).value)` leaves the value alone.
   *
   * @param x `[batch, inputDim]`. A tensor is read once, the first time it is given, to check its values.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   * @see Stratos eq. (1) and section 1.3.2
   */
  elbo(x: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    this.check('vae.elbo(x, rng)', x);
    return tidyBound(() => elbo(this.elboTerms(x, rng)));
  }

  /**
   * The importance-weighted bound on log p(x) with `samples` draws of z an example, averaged over the batch, in nats.
   *
   * @param x `[batch, inputDim]`.
   * @throws RangeError for another shape, a value outside the likelihood's support, or `samples` that is not a positive
   * integer.
   * @see Burda, Grosse & Salakhutdinov 2015, eq. 8
   */
  importanceWeightedBound(
    x: tf.Tensor,
    { samples, rng }: { readonly samples: number; readonly rng: Rng },
  ): TensorBound<'lower'> {
    this.check('vae.importanceWeightedBound(x, options)', x);
    return tidyBound(() => importanceWeightedBound(this.logWeights(x, samples, rng)));
  }

  /**
   * log p(x) of each example in nats, `[batch]`, by importance sampling with the encoder as proposal. It is a lower bound in
   * expectation, and tightens as samples are added: state their number beside the figure.
   *
   * @param x `[batch, inputDim]`.
   * @throws RangeError for another shape, a value outside the likelihood's support, or `samples` or `chunk` that is not a
   * positive integer.
   * @see Burda, Grosse & Salakhutdinov 2015, appendix on log-likelihood evaluation
   */
  logLikelihood(x: tf.Tensor, options: SampleOptions): tf.Tensor1D {
    this.check('vae.logLikelihood(x, options)', x);
    return importanceSampledLogLikelihood((samples) => this.logWeights(x, samples, options.rng), {
      ...options,
      elements: x.size,
    });
  }

  /**
   * The posterior mean of each example, `[batch, latentDim]`; of a flow the image of its base's mean.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   */
  encode(x: tf.Tensor): tf.Tensor2D {
    this.check('vae.encode(x)', x);
    return tf.tidy(() => centre(this.encoder.given(x)) as tf.Tensor2D);
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
   * The mean of P(x | z) at the posterior mean of z, `[batch, inputDim]`.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   */
  reconstruct(x: tf.Tensor): tf.Tensor2D {
    return tf.tidy(() => this.decode(this.encode(x)));
  }

  /**
   * The means of P(x | z) for `count` draws of z from the prior, `[count, inputDim]`.
   *
   * @throws RangeError if `count` is not a positive integer.
   */
  generate(count: number, rng: Rng): tf.Tensor2D {
    checkPositiveInteger('vae.generate(count, rng)', count);
    return tf.tidy(() => this.decode(this.prior.distribution(this.encoder).sample(rng, [count])));
  }

  /**
   * The players, for `fit`: one, who moves encoder and decoder up the ELBO. Batches are arrays `[batch, inputDim]`.
   *
   * @throws RangeError if `beta` is negative, or while training for a batch that is not in the likelihood's support.
   */
  players(optimizer: tf.Optimizer, { beta = 1, ...gradient }: VaeStepOptions = {}): Player<NdArray>[] {
    const weight = typeof beta === 'function' ? beta : () => beta;
    if (typeof beta === 'number') checkBeta('vae.players(optimizer, { beta })', beta);
    const player = gradientPlayer<NdArray>({
      ...gradient,
      name: 'encoder and decoder',
      variables: this.variables,
      optimizer,
      check: (batch) => checkExamples('vae.steps: batch', batch, this.inputDim, this.support),
      objective: (x, rng, step) => {
        const weighted = betaElbo(this.elboTerms(x, rng, { training: true }), weight(step));
        return weighted.side === 'lower' ? maximize(weighted as TensorBound<'lower'>) : maximizeUnsound(weighted);
      },
    });
    return [player];
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
    assignVariables('vae.restore(state)', this.variables, state);
  }

  /** Frees all variables. A second call does nothing. */
  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
    this.prior.dispose();
  }

  /** Whether the ELBO's rate is exact given x, or that of the draw of z. */
  rate(): RateKind {
    return tf.tidy(() =>
      rateKind(this.encoder.given(tf.zeros([1, this.inputDim])), this.prior.distribution(this.encoder)),
    );
  }

  private elboTerms(x: tf.Tensor, rng: Rng, options?: ApplyOptions): ElboTerms {
    const q = this.encoder.given(x, options);
    const { z, rate } = drawWithRate(q, this.prior.distribution(this.encoder), rng);
    return { reconstruction: this.decoder.given(z, options).logProb(x), rate };
  }

  private logWeights(x: tf.Tensor, samples: number, rng: Rng): tf.Tensor2D {
    checkPositiveInteger('vae.importanceWeightedBound(x, { samples, rng })', samples, 'samples');
    return tf.tidy(() => {
      const { sample, logProb } = this.encoder.given(x).sampleAndLogProb(rng, [samples]);
      const logJoint = tf.add(
        this.decoder.given(sample).logProb(x),
        this.prior.distribution(this.encoder).logProb(sample),
      );
      return tf.sub(logJoint, logProb) as tf.Tensor2D;
    });
  }

  private check(where: string, x: tf.Tensor): void {
    if (this.checked.has(x)) return;
    checkExamples(where, { shape: x.shape, data: x.dataSync() as Float32Array }, this.inputDim, this.support);
    // A variable's values may change.
    if (!(x instanceof tf.Variable)) this.checked.add(x);
  }
}

/** Frees all tensors made on the way to a bound but those in it. */
function tidyBound<S extends Side>(make: () => TensorBound<S>): TensorBound<S> {
  let made: TensorBound<S> | undefined;
  tf.tidy(() => {
    made = make();
    return [made.value, ...made.terms.map(({ nats }) => nats)];
  });
  return made!;
}
