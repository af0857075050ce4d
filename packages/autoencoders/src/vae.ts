import {
  type Conditional,
  checkedTensors,
  type Distribution,
  describeConditional,
  importanceWeightedBound,
  type MultivariateNormalDiag,
  NetworkModel,
  type PlayerOptions,
  type TensorBound,
  type TensorObjective,
  tidyBound,
} from '@latents/core';
import { checkNonNegative, checkOptions, checkPositiveInteger, checkRng, type NdArray, type Rng } from '@latents/math';
import type { Json, Player, Schedule } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { betaElbo } from './bounds/beta-elbo.js';
import { autoencoderForm } from './bounds/elbo-forms.js';
import { checkReparameterized } from './bounds/latent-model.js';
import { logWeights, type WeightOptions } from './bounds/log-weights.js';
import { checkMeeting } from './check-meeting.js';
import { importanceSampledLogLikelihood, type SampleOptions } from './importance-sampling.js';
import { centre } from './posteriors/centre.js';
import { describePrior, type Prior } from './priors/prior.js';
import { standardPrior } from './priors/priors.js';
import { type RateKind, rateKind } from './rate.js';
import { checkExamples, checkSupport, type ExampleSupport } from './support.js';

export interface VaeParts<Q extends Distribution = MultivariateNormalDiag> {
  /** P(z | x). */
  readonly encoder: Conditional<Q>;
  /** P(x | z). */
  readonly decoder: Conditional;
  /** P(z), which is learned with the networks if it has variables (default N(0, I)). */
  readonly prior?: Prior;
  /** The values of x that the decoder's likelihood takes; others are refused. */
  readonly support: ExampleSupport;
  /** Plain JSON options of the factory that calls this constructor: `load(factory, source)` makes the model again of them. */
  readonly options?: { readonly [option: string]: Json };
}

/** Training options. All have defaults. */
export interface VaePlayersOptions extends PlayerOptions {
  /**
   * Weight of the rate, or a function of the step's number (a warm-up). Default 1, the ELBO. With a weight below 1 the objective is
   * no bound on log p(x), and the readings say so.
   */
  readonly beta?: number | Schedule;
  /**
   * Returns a bound to move up instead of the ELBO, or an objective with its direction:
   * `(x, rng) => freeBits(vae, x, { floor: 0.25, rng, training: true })`. Give this or `beta`.
   */
  readonly objective?: (x: tf.Tensor, rng: Rng, step: number) => TensorBound | TensorObjective;
}

/**
 * A variational autoencoder: a decoder P(x | z) with a prior P(z), and an encoder P(z | x) that makes its marginal
 * likelihood tractable from below.
 *
 * @typeParam Q The family of the posterior.
 * @see Stratos section 1.3; Kingma & Welling 2013
 */
export class Vae<Q extends Distribution = MultivariateNormalDiag> extends NetworkModel<NdArray, VaePlayersOptions> {
  readonly encoder: Conditional<Q>;
  readonly decoder: Conditional;
  readonly prior: Prior;
  readonly inputDim: number;
  readonly latentDim: number;
  private readonly support: ExampleSupport;
  private readonly inputs = checkedTensors((where, x) => checkExamples(where, x, this.inputDim, this.support));

  /**
   * Makes a model of networks of your own, which it then owns; {@link createVae} makes the usual ones.
   *
   * @throws RangeError if the shapes of encoder, decoder and prior do not meet.
   */
  constructor(parts: VaeParts<Q>) {
    checkOptions('new Vae(parts)', parts, ['encoder', 'decoder', 'prior', 'support', 'options']);
    const { encoder, decoder, support, options } = parts;
    const { inputDim, latentDim } = checkMeeting('new Vae', encoder, decoder);
    const prior = parts.prior ?? standardPrior(latentDim);
    if (prior.dimension !== latentDim) {
      throw new RangeError(
        `new Vae({ prior }): expected a prior over [${latentDim}], as the encoder's z, got one over [${prior.dimension}].`,
      );
    }
    checkSupport('new Vae({ support })', support);
    super(
      {
        kind: 'vae',
        ...(options && { options }),
        networks: {
          encoder: describeConditional(encoder),
          decoder: describeConditional(decoder),
          prior: describePrior(prior),
        },
        support,
      },
      { encoder: encoder.variables, decoder: decoder.variables, prior: prior.variables },
      [encoder, decoder, prior],
    );
    this.encoder = encoder;
    this.decoder = decoder;
    this.prior = prior;
    this.inputDim = inputDim;
    this.latentDim = latentDim;
    this.support = support;
  }

  /**
   * Returns the evidence lower bound on log p(x), averaged over the batch, in nats, with its terms `reconstruction` and `rate`. The
   * expectation is over one draw of z per example. The rate is in closed form where there is one, or else of the same draw
   * ({@link rate} says which).
   *
   * @param x `[batch, inputDim]`. A tensor is read once, the first time it is given, to check its values.
   * @returns Three tensors, the value and the terms: `tf.tidy(() => vae.elbo(x, rng).value)` leaves the value alone.
   * @throws RangeError for another shape, or a value outside the likelihood's support.
   * @throws Error after `dispose`.
   * @see Stratos eq. (1) and section 1.3.2
   */
  elbo(x: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    this.check('vae.elbo(x, rng)', x);
    checkRng('vae.elbo(x, rng)', rng);
    return autoencoderForm(this, x, { rng });
  }

  /**
   * Returns the importance-weighted bound on log p(x) with `samples` draws of z per example, averaged over the batch, in nats.
   *
   * @param x `[batch, inputDim]`.
   * @returns One tensor: the value, which is its only term too.
   * @throws RangeError for another shape, a value outside the likelihood's support, or `samples` that is not a positive
   * integer.
   * @throws Error after `dispose`.
   * @see Burda, Grosse & Salakhutdinov 2015, eq. 8
   */
  importanceWeightedBound(x: tf.Tensor, options: Omit<WeightOptions, 'prior'>): TensorBound<'lower'> {
    const where = 'vae.importanceWeightedBound(x, options)';
    this.check(where, x);
    checkPositiveInteger(where, options?.samples, 'samples');
    checkRng(where, options.rng);
    return tidyBound(() => importanceWeightedBound(logWeights(this, x, options)));
  }

  /**
   * Returns log p(x) of each example in nats, `[batch]`, by importance sampling with the encoder as proposal. It is a lower bound in
   * expectation, and tightens as samples are added: report their number with the figure.
   *
   * @param x `[batch, inputDim]`.
   * @throws RangeError for another shape, a value outside the likelihood's support, or `samples` or `chunk` that is not a
   * positive integer.
   * @throws Error after `dispose`.
   * @see Burda, Grosse & Salakhutdinov 2015, appendix on log-likelihood evaluation
   */
  logLikelihood(x: tf.Tensor, options: SampleOptions): tf.Tensor1D {
    const where = 'vae.logLikelihood(x, options)';
    this.check(where, x);
    checkRng(where, options?.rng);
    return importanceSampledLogLikelihood((samples) => logWeights(this, x, { samples, rng: options.rng }), {
      ...options,
      elements: x.size,
    });
  }

  /**
   * Returns the posterior mean of each example, `[batch, latentDim]`, or, for a flow, the image of its base's mean.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   * @throws Error after `dispose`.
   */
  encode(x: tf.Tensor): tf.Tensor2D {
    this.check('vae.encode(x)', x);
    return tf.tidy(() => centre(this.encoder.given(x)) as tf.Tensor2D);
  }

  /**
   * Returns the mean of P(x | z), `[batch, inputDim]`, for `z` of shape `[batch, latentDim]`.
   *
   * @throws RangeError for a `z` of another width.
   * @throws Error after `dispose`.
   */
  decode(z: tf.Tensor): tf.Tensor2D {
    this.checkAlive('vae.decode(z)');
    return tf.tidy(() => this.decoder.given(z).mean() as tf.Tensor2D);
  }

  /**
   * Returns the mean of P(x | z) at the posterior mean of z, `[batch, inputDim]`.
   *
   * @throws RangeError if `x` is not `[batch, inputDim]`, or has a value outside the likelihood's support.
   * @throws Error after `dispose`.
   */
  reconstruct(x: tf.Tensor): tf.Tensor2D {
    this.check('vae.reconstruct(x)', x);
    return tf.tidy(() => this.decode(this.encode(x)));
  }

  /**
   * Returns the means of P(x | z) for `count` draws of z from the prior, `[count, inputDim]`.
   *
   * @throws RangeError if `count` is not a positive integer.
   * @throws Error after `dispose`.
   */
  generate(count: number, rng: Rng): tf.Tensor2D {
    const where = 'vae.generate(count, rng)';
    this.checkAlive(where);
    checkPositiveInteger(where, count);
    checkRng(where, rng);
    return tf.tidy(() => this.decode(this.prior.distribution(this.encoder).sample(rng, [count])));
  }

  /** Returns whether the ELBO's rate is exact given x, or that of the draw of z. Throws an Error after `dispose`. */
  rate(): RateKind {
    this.checkAlive('vae.rate()');
    return tf.tidy(() => rateKind(this.anyPosterior(), this.prior.distribution(this.encoder)));
  }

  /**
   * Returns the player, for `fit`: one, who moves encoder, decoder and prior up the ELBO. Batches are arrays `[batch, inputDim]`.
   *
   * @param options Optimizer (default Adam with learning rate 1e-3), weight of the rate, or another objective.
   * @throws RangeError for an unknown option, if `beta` is negative, or if both `beta` and `objective` are given; while training, for
   * a batch that is not in the likelihood's support.
   * @throws Error after `dispose`, or if the ELBO cannot be differentiated through the posterior's draws (discrete z).
   */
  override players(options: VaePlayersOptions = {}): readonly Player<NdArray>[] {
    const where = 'vae.players(options)';
    this.checkAlive(where);
    checkOptions(where, options, ['optimizer', 'learningRate', 'clipNorm', 'beta', 'objective']);
    const { beta = 1, objective, ...rest } = options;
    if (objective !== undefined && options.beta !== undefined) {
      throw new RangeError(
        `${where}: expected beta or objective, got both. Weigh the rate in your objective: betaElbo.`,
      );
    }
    if (typeof beta !== 'function') checkNonNegative('vae.players({ beta })', beta);
    if (objective === undefined) tf.tidy(() => checkReparameterized(where, this.anyPosterior()));
    const weight = typeof beta === 'function' ? beta : () => beta;
    return [
      this.gradientPlayer<NdArray>({
        ...rest,
        name: 'encoder and decoder',
        variables: this.parameters,
        settings: objective
          ? { objective: 'of your own' }
          : { objective: 'elbo', beta: typeof beta === 'function' ? 'schedule' : beta },
        check: (batch) => checkExamples('vae.players: batch', batch, this.inputDim, this.support),
        objective: (x, rng, step) => {
          // Its values were checked as an array: reading them back would wait for the device.
          this.inputs.trust(x);
          return objective?.(x, rng, step) ?? betaElbo(this, x, { beta: weight(step), rng, training: true });
        },
      }),
    ];
  }

  /** Returns the posterior of an example of zeros, to ask for properties of its family. */
  private anyPosterior(): Q {
    return this.encoder.given(tf.zeros([1, this.inputDim]));
  }

  private check(where: string, x: tf.Tensor): void {
    this.checkAlive(where);
    this.inputs.check(where, x);
  }
}
