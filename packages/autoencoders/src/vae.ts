import {
  type ApplyOptions,
  assignVariables,
  type Bernoulli,
  type Bound,
  type Conditional,
  type ElboTerms,
  elbo,
  type GradientStepOptions,
  gradientStep,
  type Independent,
  importanceWeightedBound,
  type Json,
  klDivergence,
  type ModelConfig,
  MultivariateNormalDiag,
  maximize,
  maximizeUnsound,
  type NamedArrays,
  type NamedVariables,
  type NdArray,
  type Normal,
  prefixed,
  type Rng,
  readVariables,
  type Side,
  type Step,
  save,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { betaElbo, checkBeta } from './bounds/beta-elbo.js';
import { importanceSampledLogLikelihood, type SampleOptions } from './importance-sampling.js';
import { checkExamples, type Support } from './support.js';

export interface VaeParts {
  /** P(z | x): a diagonal Gaussian. */
  readonly encoder: Conditional<MultivariateNormalDiag>;
  /** P(x | z). */
  readonly decoder: Conditional<Independent<Bernoulli> | Independent<Normal>>;
  /** Where the decoder's likelihood has its mass; other values of x are refused. */
  readonly support: Support;
  /** Plain JSON kept with saved weights. */
  readonly config?: { readonly [key: string]: Json };
}

export interface VaeStepOptions extends Pick<GradientStepOptions<NdArray>, 'learningRate' | 'clipNorm'> {
  /**
   * The weight of the rate, or a function of the step's number (a warm-up). Default 1, the ELBO. With a weight below 1 the
   * objective is no bound on log p(x), and the readings say so.
   */
  readonly beta?: number | ((step: number) => number);
}

/**
 * A variational autoencoder: a decoder P(x | z) with prior N(0, I), and an encoder P(z | x) that makes its marginal
 * likelihood tractable from below.
 *
 * @see Stratos section 1.3; Kingma & Welling 2013
 */
export class Vae {
  readonly encoder: VaeParts['encoder'];
  readonly decoder: VaeParts['decoder'];
  readonly inputDim: number;
  readonly latentDim: number;
  readonly config: ModelConfig;
  /** Of encoder and decoder, by name. */
  readonly variables: NamedVariables;
  private readonly support: Support;
  /** Held-out data are given again and again; reading them back each time would stall the device. */
  private readonly checked = new WeakSet<tf.Tensor>();

  /** From networks of one's own; {@link createVae} makes the usual ones. Throws a RangeError if their shapes do not meet. */
  constructor({ encoder, decoder, support, config = {} }: VaeParts) {
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
    this.encoder = encoder;
    this.decoder = decoder;
    this.inputDim = inputDim;
    this.latentDim = latentDim;
    this.support = support;
    this.config = { ...config, kind: 'vae', inputDim, latentDim };
    this.variables = { ...prefixed('encoder', encoder.variables), ...prefixed('decoder', decoder.variables) };
  }

  /**
   * The evidence lower bound on log p(x), averaged over the batch, in nats, with its terms `reconstruction` and `rate`. The
   * expectation is over one draw of z an example; the rate is in closed form.
   *
   * Value and terms are tensors of yours: `tf.tidy(() => vae.elbo(x, rng).value)` leaves the value alone.
   *
   * @param x `[batch, inputDim]`. A tensor is read once, the first time it is given, to check its values.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   * @see Stratos eq. (1) and section 1.3.2
   */
  elbo(x: tf.Tensor, rng: Rng): Bound<'lower'> {
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
  ): Bound<'lower'> {
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
   * The posterior mean of each example, `[batch, latentDim]`.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   */
  encode(x: tf.Tensor): tf.Tensor2D {
    this.check('vae.encode(x)', x);
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
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`vae.generate(count, rng): expected a positive integer, got ${count}.`);
    }
    return tf.tidy(() => this.decode(this.prior().sample(rng, [count])));
  }

  /**
   * The players, for `fit`: one, who moves encoder and decoder up the ELBO. Batches are arrays `[batch, inputDim]`.
   *
   * @throws RangeError if `beta` is negative, or while training for a batch that is not in the likelihood's support.
   */
  steps(optimizer: tf.Optimizer, { beta = 1, ...gradient }: VaeStepOptions = {}): Step<NdArray>[] {
    const weight = typeof beta === 'function' ? beta : () => beta;
    if (typeof beta === 'number') checkBeta('vae.steps(optimizer, { beta })', beta);
    const player = gradientStep<NdArray>({
      ...gradient,
      player: 'encoder and decoder',
      variables: this.variables,
      optimizer,
      check: (batch) => checkExamples('vae.steps: batch', batch, this.inputDim, this.support),
      objective: (x, rng, step) => {
        const weighted = betaElbo(this.elboTerms(x, rng, { training: true }), weight(step));
        return weighted.side === 'lower' ? maximize(weighted as Bound<'lower'>) : maximizeUnsound(weighted);
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
  }

  private prior(): MultivariateNormalDiag {
    return MultivariateNormalDiag.standard(this.latentDim);
  }

  private elboTerms(x: tf.Tensor, rng: Rng, options?: ApplyOptions): ElboTerms<tf.Tensor> {
    const q = this.encoder.given(x, options);
    const z = q.sample(rng);
    return { reconstruction: this.decoder.given(z, options).logProb(x), rate: klDivergence(q, this.prior()) };
  }

  private logWeights(x: tf.Tensor, samples: number, rng: Rng): tf.Tensor2D {
    if (!Number.isInteger(samples) || samples < 1) {
      throw new RangeError(`vae: expected samples to be a positive integer, got ${samples}.`);
    }
    return tf.tidy(() => {
      const q = this.encoder.given(x);
      const z = q.sample(rng, [samples]);
      const logJoint = this.decoder.given(z).logProb(x).add(this.prior().logProb(z));
      return logJoint.sub(q.logProb(z)) as tf.Tensor2D;
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
function tidyBound<S extends Side>(make: () => Bound<S>): Bound<S> {
  let made: Bound<S> | undefined;
  tf.tidy(() => {
    made = make();
    return [made.value, ...made.terms.map(({ nats }) => nats)];
  });
  return made!;
}
