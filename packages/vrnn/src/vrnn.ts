import {
  elbo,
  importanceWeightedBound,
  logSumExp,
  type NamedVariables,
  NetworkModel,
  type TensorBound,
  tidyBound,
} from '@latents/core';
import { checkRng, type Rng } from '@latents/math';
import type { Json, Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import {
  checkDraws,
  type DrawsOptions,
  prepare,
  type StepwiseElbo,
  sequenceLogWeights,
  stepwiseElbo,
} from './bounds.js';
import { describeParts } from './describe.js';
import { checkFivoOptions, type FivoOptions, filteringBound, particleLogLikelihood } from './fivo.js';
import {
  type ContinueOptions,
  checkContinue,
  checkGenerate,
  type GenerateOptions,
  generateFrom,
  stateAfter,
} from './generate.js';
import { checkImpute, type ImputeOptions, impute } from './impute.js';
import { settingsOf, trainingObjective, type VrnnPlayersOptions } from './objective.js';
import { checkParts, type VrnnParts } from './parts.js';
import { checkSequences, checkSequenceTensors, type Sequences, type SequenceTensors, SUPPORTS } from './sequences.js';
import { unroll } from './unroll.js';

/**
 * A variational recurrent network: p(x, z) = prod_t P(z_t | h_{t-1}) P(x_t | z_t, h_{t-1}) with h_t = tau(z_t, x_t, h_{t-1}), and
 * a posterior prod_t q(z_t | x_t, h_{t-1}) that makes its likelihood tractable from below.
 *
 * Its stepwise bound is exact with a conditional prior too: the KL divergence of the sequences is the sum of the expected
 * divergences of the steps by the chain rule, and p(z_{<=T}) is never needed (ERRATA E15; the note doubts it).
 *
 * All bounds, their terms and the readings of training are in nats per sequence, averaged over the batch. {@link natsPer}
 * gives nats per step. Every method throws an Error after `dispose`.
 *
 * @see Stratos section 1.4; Chung et al. 2015, eq. 11
 */
export class Vrnn extends NetworkModel<Sequences, VrnnPlayersOptions> {
  readonly parts: VrnnParts;

  /**
   * Makes a model of the user's own parts; {@link createVrnn} makes the usual ones.
   *
   * @param options The options of the factory that made the parts, as plain JSON, so that `load(factory, source)` can make
   * them again.
   * @throws RangeError if the widths of two parts do not fit.
   */
  constructor(parts: VrnnParts, options?: { readonly [option: string]: Json }) {
    checkParts(parts);
    const { inputDim, latentDim, stateSeesInput = true, emissionSeesState = true } = parts;
    super(
      {
        kind: 'vrnn',
        ...(options && { options }),
        inputDim,
        latentDim,
        stateSeesInput,
        emissionSeesState,
        networks: describeParts(parts),
      },
      variablesOf(parts),
    );
    this.parts = parts;
  }

  /**
   * Returns the evidence lower bound on log p(x_{<=T}) with its terms `reconstruction` and `rate`: closed-form KL at every
   * step, one draw of z per sequence.
   *
   * @throws RangeError for shapes, lengths or values that do not fit.
   */
  elbo(batch: SequenceTensors, rng: Rng): TensorBound<'lower'> {
    this.check('vrnn.elbo(batch, rng)', batch);
    checkRng('vrnn.elbo(batch, rng)', rng);
    return tidyBound(() => {
      const { reconstruction, rate } = stepwiseElbo(this.parts, prepare(batch), rng);
      return elbo({ reconstruction: tf.sum(reconstruction, 0), rate: tf.sum(rate, 0) });
    });
  }

  /**
   * Returns the terms of the ELBO at each step of each sequence, `[batch, T]`, in nats; 0 beyond a sequence's length.
   * Reconstruction minus rate, summed over steps, is the bound of the sequence.
   *
   * @throws RangeError as {@link elbo}.
   */
  stepwiseElbo(batch: SequenceTensors, rng: Rng): StepwiseElbo {
    this.check('vrnn.stepwiseElbo(batch, rng)', batch);
    checkRng('vrnn.stepwiseElbo(batch, rng)', rng);
    return tf.tidy(() => {
      const { reconstruction, rate } = stepwiseElbo(this.parts, prepare(batch), rng);
      return { reconstruction: tf.transpose(reconstruction), rate: tf.transpose(rate) };
    });
  }

  /**
   * Returns the importance-weighted bound on log p(x_{<=T}) with whole sequences as samples.
   *
   * @throws RangeError as {@link elbo}, or unless `samples` is a positive integer.
   * @see Burda et al. 2015
   */
  importanceWeightedBound(batch: SequenceTensors, options: DrawsOptions): TensorBound<'lower'> {
    this.check('vrnn.importanceWeightedBound(batch, options)', batch);
    checkDraws('vrnn.importanceWeightedBound(batch, options)', options);
    return tidyBound(() => importanceWeightedBound(sequenceLogWeights(this.parts, prepare(batch), options)));
  }

  /**
   * Returns the bound of a particle filter that proposes from the posterior.
   *
   * @throws RangeError as {@link elbo}, or for options out of range.
   * @see Maddison et al. 2017
   */
  filteringBound(batch: SequenceTensors, options: FivoOptions): TensorBound<'lower'> {
    this.check('vrnn.filteringBound(batch, options)', batch);
    checkFivoOptions('vrnn.filteringBound(batch, options)', options);
    return tidyBound(() => filteringBound(this.particles(batch, options)));
  }

  /**
   * Returns the particle filter's log p(x_{<=T}) of each sequence, `[batch]`, in nats: a lower bound in expectation.
   *
   * @throws RangeError as {@link filteringBound}.
   */
  particleLogLikelihood(batch: SequenceTensors, options: FivoOptions): tf.Tensor1D {
    this.check('vrnn.particleLogLikelihood(batch, options)', batch);
    checkFivoOptions('vrnn.particleLogLikelihood(batch, options)', options);
    return tf.tidy(() => this.particles(batch, options));
  }

  /**
   * Returns log p(x_{<=T}) of each sequence by importance sampling, `[batch]`, in nats: a lower bound in expectation.
   *
   * @throws RangeError as {@link importanceWeightedBound}.
   */
  logLikelihood(batch: SequenceTensors, options: DrawsOptions): tf.Tensor1D {
    this.check('vrnn.logLikelihood(batch, options)', batch);
    checkDraws('vrnn.logLikelihood(batch, options)', options);
    return tf.tidy(() => {
      const weights = sequenceLogWeights(this.parts, prepare(batch), options);
      return tf.sub(logSumExp(weights, 0), Math.log(options.samples)) as tf.Tensor1D;
    });
  }

  /**
   * Returns the means of q(z_t | ...) along one draw, `[batch, T, latentDim]`; 0 beyond a sequence's length.
   *
   * @throws RangeError as {@link elbo}.
   */
  posteriorMeans(batch: SequenceTensors, rng: Rng): tf.Tensor3D {
    this.check('vrnn.posteriorMeans(batch, rng)', batch);
    checkRng('vrnn.posteriorMeans(batch, rng)', rng);
    return tf.tidy(() => {
      const { x, mask } = prepare(batch);
      const { posterior } = unroll(this.parts, x, mask, rng);
      return tf.transpose(tf.mul(posterior.mean(), tf.expandDims(mask, 2)), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * Draws `count` sequences of `steps` steps from the model, `[count, steps, inputDim]`.
   *
   * @throws RangeError for options out of range.
   */
  generate(options: GenerateOptions): tf.Tensor3D {
    this.checkAlive('vrnn.generate(options)');
    checkGenerate('vrnn.generate(options)', options);
    return tf.tidy(() => {
      const start = tf.zeros([options.count ?? 1, this.parts.cell.stateDim]) as tf.Tensor2D;
      return tf.transpose(generateFrom(this.parts, start, options), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * Draws what follows a prefix: `steps` further steps of each sequence of `x`, `[batch, steps, inputDim]`. All prefixes have
   * the length of `x`.
   *
   * @throws RangeError for options out of range, or shapes or values that do not fit.
   */
  continue(x: tf.Tensor, options: ContinueOptions): tf.Tensor3D {
    this.checkAlive('vrnn.continue(x, options)');
    checkContinue('vrnn.continue(x, options)', options);
    return tf.tidy(() => {
      const lengths = tf.fill([x.shape[0] ?? 0], x.shape[1] ?? 0, 'int32');
      this.check('vrnn.continue(x, options)', { x, lengths });
      const start = stateAfter(this.parts, tf.transpose(x, [1, 0, 2]) as tf.Tensor3D, options.rng);
      return tf.transpose(generateFrom(this.parts, start, options), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * Returns `x` with its missing steps drawn given the observed ones, `[batch, T, inputDim]`.
   *
   * @throws RangeError for shapes or observed values that do not fit, or with a smoothing posterior, whose backward network
   * would read the gaps.
   */
  impute(x: tf.Tensor, options: ImputeOptions): tf.Tensor3D {
    this.checkAlive('vrnn.impute(x, options)');
    checkImpute(this.parts, x, options);
    const { observed } = options;
    return tf.tidy(() => {
      const known = tf.where(
        tf.broadcastTo(tf.expandDims(tf.cast(observed, 'bool'), 2), x.shape as [number, number, number]),
        x,
        tf.zerosLike(x),
      );
      const filled = impute(this.parts, tf.transpose(known, [1, 0, 2]) as tf.Tensor3D, options);
      return tf.transpose(filled, [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * Returns the players for `fit`: one, who moves all networks up the bound. Readings are in nats per sequence, so a gradient
   * and its `clipNorm` grow with the length of the sequences.
   *
   * @throws RangeError for unknown options or options that exclude each other; while training, for sequences that do not fit.
   */
  override players(options: VrnnPlayersOptions = {}): readonly Player<Sequences>[] {
    this.checkAlive('vrnn.players(options)');
    const objective = trainingObjective(this.parts, options);
    const { objective: _, beta: __, freeNats: ___, ...moving } = options;
    return [
      this.gradientPlayer<Sequences>({
        ...moving,
        name: 'vrnn',
        variables: this.parameters,
        check: (batch) => this.checkArrays('vrnn.players(options): batch', batch),
        objective,
        settings: settingsOf(options),
      }),
    ];
  }

  private particles(batch: SequenceTensors, options: FivoOptions): tf.Tensor1D {
    const { x, mask } = prepare(batch);
    return particleLogLikelihood(this.parts, x, mask, options);
  }

  private check(where: string, batch: SequenceTensors): void {
    this.checkAlive(where);
    checkSequenceTensors(where, batch, this.parts.inputDim, SUPPORTS[this.parts.emission.support]);
  }

  private checkArrays(where: string, sequences: Sequences): void {
    checkSequences(where, sequences, this.parts.inputDim, SUPPORTS[this.parts.emission.support]);
  }
}

function variablesOf(parts: VrnnParts): Readonly<Record<string, NamedVariables>> {
  const { xFeatures, zFeatures, cell, prior, posterior, backward, emission } = parts;
  return {
    xFeatures: xFeatures.variables,
    zFeatures: zFeatures.variables,
    cell: cell.variables,
    posterior: posterior.variables,
    emission: emission.variables,
    ...(prior !== 'standard' && { prior: prior.variables }),
    ...(backward !== undefined && { backward: backward.variables }),
  };
}
