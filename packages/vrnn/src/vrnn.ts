import {
  assignVariables,
  elbo,
  gradientPlayer,
  importanceWeightedBound,
  type Json,
  logSumExp,
  type ModelConfig,
  type NamedVariables,
  prefixed,
  readVariables,
  save,
  type TensorBound,
} from '@latents/core';
import type { NamedArrays, Rng } from '@latents/math';
import type { Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { prepare, type StepwiseElbo, sequenceLogWeights, stepwiseElbo } from './bounds.js';
import { type FivoOptions, filteringBound, particleLogLikelihood } from './fivo.js';
import { checkGenerate, type GenerateOptions, generateFrom, stateAfter } from './generate.js';
import { checkImpute, type ImputeOptions, impute } from './impute.js';
import { trainingObjective, type VrnnStepOptions } from './objective.js';
import { checkParts, type VrnnParts } from './parts.js';
import { checkSequences, type Sequences, type SequenceTensors, SUPPORTS } from './sequences.js';
import { unroll } from './unroll.js';

/**
 * A variational recurrent network: p(x, z) = prod_t P(z_t | h_{t-1}) P(x_t | z_t, h_{t-1}) with h_t = tau(z_t, x_t, h_{t-1}), and
 * a posterior prod_t q(z_t | x_t, h_{t-1}) that makes its likelihood tractable from below.
 *
 * Its stepwise bound is exact with a conditional prior too: the KL divergence of the sequences is the sum of the expected
 * divergences of the steps by the chain rule, and p(z_{<=T}) is never needed (ERRATA E15; the note doubts it).
 *
 * All bounds are in nats a sequence, averaged over the batch; {@link natsPer} tells them in nats a step too.
 *
 * @see Stratos section 1.4; Chung et al. 2015, eq. 11
 */
export class Vrnn {
  readonly parts: VrnnParts;
  readonly config: ModelConfig;
  readonly variables: NamedVariables;

  /** From parts of one's own; {@link createVrnn} makes the usual ones. Throws a RangeError if their widths do not meet. */
  constructor(parts: VrnnParts, config: { readonly [key: string]: Json } = {}) {
    checkParts(parts);
    this.parts = parts;
    this.config = { ...config, kind: 'vrnn', inputDim: parts.inputDim, latentDim: parts.latentDim };
    this.variables = Object.assign({}, ...this.networks().map(([name, part]) => prefixed(name, part.variables)));
  }

  /**
   * The evidence lower bound on log p(x_{<=T}), with its terms `reconstruction` and `rate`: closed-form KL at every step, one
   * draw of z a sequence.
   *
   * @throws RangeError for shapes, lengths or values that do not fit.
   */
  elbo(batch: SequenceTensors, rng: Rng): TensorBound<'lower'> {
    this.check('vrnn.elbo(batch, rng)', batch);
    const { reconstruction, rate } = stepwiseElbo(this.parts, prepare(batch), rng);
    return elbo({ reconstruction: tf.sum(reconstruction, 0), rate: tf.sum(rate, 0) });
  }

  /**
   * The same, apart: the reconstruction and the rate at each step of each sequence, `[batch, T]`, in nats; 0 beyond a sequence's
   * length. Their difference, summed over steps, is the bound of the sequence.
   *
   * @throws RangeError as {@link elbo}.
   */
  stepwiseElbo(batch: SequenceTensors, rng: Rng): StepwiseElbo {
    this.check('vrnn.stepwiseElbo(batch, rng)', batch);
    return tf.tidy(() => {
      const { reconstruction, rate } = stepwiseElbo(this.parts, prepare(batch), rng);
      return { reconstruction: tf.transpose(reconstruction), rate: tf.transpose(rate) };
    });
  }

  /** The importance-weighted bound on log p(x_{<=T}) with whole sequences as samples. @see Burda et al. 2015 */
  importanceWeightedBound(
    batch: SequenceTensors,
    { samples, rng }: { readonly samples: number; readonly rng: Rng },
  ): TensorBound<'lower'> {
    this.check('vrnn.importanceWeightedBound(batch, options)', batch);
    return importanceWeightedBound(sequenceLogWeights(this.parts, prepare(batch), { samples, rng }));
  }

  /** The bound of a particle filter that proposes from the posterior. @see Maddison et al. 2017 */
  filteringBound(batch: SequenceTensors, options: FivoOptions): TensorBound<'lower'> {
    return filteringBound(this.particleLogLikelihood(batch, options));
  }

  /** The particle filter's log p(x_{<=T}) of each sequence, `[batch]`, in nats: a lower bound in expectation. */
  particleLogLikelihood(batch: SequenceTensors, options: FivoOptions): tf.Tensor1D {
    this.check('vrnn.particleLogLikelihood(batch, options)', batch);
    return tf.tidy(() => {
      const { x, mask } = prepare(batch);
      return particleLogLikelihood(this.parts, x, mask, options);
    });
  }

  /** log p(x_{<=T}) of each sequence by importance sampling, `[batch]`, in nats: a lower bound in expectation. */
  logLikelihood(
    batch: SequenceTensors,
    { samples, rng }: { readonly samples: number; readonly rng: Rng },
  ): tf.Tensor1D {
    this.check('vrnn.logLikelihood(batch, options)', batch);
    return tf.tidy(() => {
      const weights = sequenceLogWeights(this.parts, prepare(batch), { samples, rng });
      return tf.sub(logSumExp(weights, 0), Math.log(samples)) as tf.Tensor1D;
    });
  }

  /** The means of q(z_t | ...) along one draw, `[batch, T, latentDim]`; zero beyond a sequence's length. */
  posteriorMeans(batch: SequenceTensors, rng: Rng): tf.Tensor3D {
    this.check('vrnn.posteriorMeans(batch, rng)', batch);
    return tf.tidy(() => {
      const { x, mask } = prepare(batch);
      const { posterior } = unroll(this.parts, x, mask, rng);
      return tf.transpose(tf.mul(posterior.mean(), tf.expandDims(mask, 2)), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /** `count` sequences of `steps` steps from the model, `[count, steps, inputDim]`. */
  generate(options: GenerateOptions): tf.Tensor3D {
    checkGenerate('vrnn.generate(options)', options);
    return tf.tidy(() => {
      const start = tf.zeros([options.count ?? 1, this.parts.cell.stateDim]) as tf.Tensor2D;
      return tf.transpose(generateFrom(this.parts, start, options), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * What follows a prefix: `steps` further steps of each sequence of `x`, `[batch, steps, inputDim]`. All prefixes have the
   * length of `x`.
   */
  continue(x: tf.Tensor, options: GenerateOptions): tf.Tensor3D {
    checkGenerate('vrnn.continue(x, options)', options);
    const [count = 0, steps = 0] = x.shape;
    const lengths = { shape: [count], data: new Int32Array(count).fill(steps) };
    this.checkArrays('vrnn.continue(x, options)', {
      x: { shape: x.shape, data: x.dataSync() as Float32Array },
      lengths,
    });
    return tf.tidy(() => {
      const start = stateAfter(this.parts, tf.transpose(x, [1, 0, 2]) as tf.Tensor3D, options.rng);
      return tf.transpose(generateFrom(this.parts, start, options), [1, 0, 2]) as tf.Tensor3D;
    });
  }

  /**
   * `x` with its missing steps drawn given the observed ones, `[batch, T, inputDim]`.
   *
   * @throws RangeError for shapes or observed values that do not fit, or with a smoothing posterior, whose backward network would read the gaps.
   */
  impute(x: tf.Tensor, options: ImputeOptions): tf.Tensor3D {
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
   * The players, for `fit`: one, who moves all networks up the bound, in nats a *step* (the bound of a sequence divided by the
   * batch's mean length), so that learning rates do not depend on how long sequences are.
   *
   * @throws RangeError for options that don't go together, or while training for sequences that do not fit.
   */
  players(optimizer: tf.Optimizer, options: VrnnStepOptions = {}): Player<Sequences>[] {
    const { learningRate, clipNorm } = options;
    const player = gradientPlayer<Sequences>({
      ...(learningRate && { learningRate }),
      ...(clipNorm !== undefined && { clipNorm }),
      name: 'vrnn',
      variables: this.variables,
      optimizer,
      check: (batch) =>
        checkSequences('vrnn.steps: batch', batch, this.parts.inputDim, SUPPORTS[this.parts.emission.support]),
      objective: trainingObjective(this.parts, options),
    });
    return [player];
  }

  /** Saves configuration and weights; see core's `save`. */
  save(destination: string | tf.io.IOHandler): Promise<void> {
    return save(this, destination);
  }

  state(): Promise<NamedArrays> {
    return readVariables(this.variables);
  }

  /** Takes weights that `state` gave. Throws an Error if they are those of another architecture. */
  restore(state: NamedArrays): void {
    assignVariables('vrnn.restore(state)', this.variables, state);
  }

  /** Frees all variables. A second call does nothing. */
  dispose(): void {
    for (const [, part] of this.networks()) part.dispose();
  }

  private networks(): [string, { readonly variables: NamedVariables; dispose(): void }][] {
    const { xFeatures, zFeatures, cell, prior, posterior, backward, emission } = this.parts;
    return [
      ['xFeatures', xFeatures],
      ['zFeatures', zFeatures],
      ['cell', cell],
      ['posterior', posterior],
      ['emission', emission],
      ...(prior === 'standard' ? [] : ([['prior', prior]] as [string, typeof prior][])),
      ...(backward === undefined ? [] : ([['backward', backward]] as [string, typeof backward][])),
    ];
  }

  private check(where: string, { x, lengths }: SequenceTensors): void {
    this.checkArrays(where, {
      x: { shape: x.shape, data: x.dataSync() as Float32Array },
      lengths: { shape: lengths.shape, data: lengths.dataSync() as Int32Array },
    });
  }

  private checkArrays(where: string, sequences: Sequences): void {
    checkSequences(where, sequences, this.parts.inputDim, SUPPORTS[this.parts.emission.support]);
  }
}
