import {
  assignVariables,
  type Bound,
  bound,
  elbo,
  gradientStep,
  importanceWeightedBound,
  type Json,
  klDivergence,
  type ModelConfig,
  maximize,
  maximizeUnsound,
  type NamedArrays,
  type NamedVariables,
  type Objective,
  prefixed,
  type Rng,
  readVariables,
  type Step,
  save,
  scale,
} from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { type FivoOptions, filteringBound, particleLogLikelihood } from './fivo.js';
import { checkGenerate, type GenerateOptions, generateFrom, stateAfter } from './generate.js';
import { type ImputeOptions, impute } from './impute.js';
import { checkParts, type VrnnParts } from './parts.js';
import { checkSequences, type Sequences, type SequenceTensors, SUPPORTS, stepMask, timeMajor } from './sequences.js';
import { type Unrolled, unroll } from './unroll.js';

/** Which bound to train on, and how. */
export interface VrnnStepOptions {
  /** Default the ELBO; with `samples`, the importance-weighted or the particle filter's bound. */
  readonly objective?:
    | 'elbo'
    | { readonly importanceWeighted: number }
    | { readonly particles: Omit<FivoOptions, 'rng'> };
  /** The weight of the rate in the ELBO, or a function of the step's number (a warm-up). Default 1. */
  readonly beta?: number | ((step: number) => number);
  /** The least rate, in nats a step, that the ELBO is charged for ("free bits"). Default 0. */
  readonly freeNats?: number;
}

/**
 * A variational recurrent network: p(x, z) = prod_t P(z_t | h_{t-1}) P(x_t | z_t, h_{t-1}) with h_t = tau(z_t, x_t, h_{t-1}), and
 * a posterior prod_t q(z_t | x_t, h_{t-1}) that makes its likelihood tractable from below.
 *
 * Its stepwise bound is exact with a conditional prior too: the KL divergence of the sequences is the sum of the expected
 * divergences of the steps by the chain rule, and p(z_{<=T}) is never needed (ERRATA E15; the note doubts it).
 *
 * All bounds are in nats a sequence, averaged over the batch; divide by {@link Sequences} lengths for nats a step.
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
  elbo(batch: SequenceTensors, rng: Rng): Bound<'lower'> {
    this.check('vrnn.elbo(batch, rng)', batch);
    return elbo(this.elboTerms(batch, rng));
  }

  /** The importance-weighted bound on log p(x_{<=T}) with whole sequences as samples. @see Burda et al. 2015 */
  importanceWeightedBound(
    batch: SequenceTensors,
    { samples, rng }: { readonly samples: number; readonly rng: Rng },
  ): Bound<'lower'> {
    this.check('vrnn.importanceWeightedBound(batch, options)', batch);
    return importanceWeightedBound(this.logWeights(batch, samples, rng));
  }

  /** The bound of a particle filter that proposes from the posterior. @see Maddison et al. 2017 */
  filteringBound(batch: SequenceTensors, options: FivoOptions): Bound<'lower'> {
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
    return tf.tidy(() => this.logWeights(batch, samples, rng).logSumExp(0).sub(Math.log(samples)) as tf.Tensor1D);
  }

  /** The means of q(z_t | ...) along one draw, `[batch, T, latentDim]`; zero beyond a sequence's length. */
  posteriorMeans(batch: SequenceTensors, rng: Rng): tf.Tensor3D {
    this.check('vrnn.posteriorMeans(batch, rng)', batch);
    return tf.tidy(() => {
      const { x, mask } = prepare(batch);
      const { posterior } = unroll(this.parts, x, rng);
      return tf.transpose(posterior.mean().mul(mask.expandDims(2)), [1, 0, 2]) as tf.Tensor3D;
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
   * @throws RangeError for shapes that do not fit, or with a smoothing posterior, whose backward network would read the gaps.
   */
  impute(x: tf.Tensor, options: ImputeOptions): tf.Tensor3D {
    const { observed, samples } = options;
    if (this.parts.backward !== undefined)
      throw new RangeError('vrnn.impute(x, options): expected a filtering posterior, got a smoothing one.');
    if (x.rank !== 3 || x.shape[2] !== this.parts.inputDim || observed.shape.join() !== x.shape.slice(0, 2).join()) {
      throw new RangeError(
        `vrnn.impute(x, { observed }): expected [batch, T, ${this.parts.inputDim}] and [batch, T], got [${x.shape}] and [${observed.shape}].`,
      );
    }
    if (!Number.isInteger(samples) || samples < 1) {
      throw new RangeError(`vrnn.impute(x, { samples }): expected a positive integer, got ${samples}.`);
    }
    return tf.tidy(() => {
      const known = tf.where(
        observed
          .toBool()
          .expandDims(2)
          .broadcastTo(x.shape as [number, number, number]),
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
   * @throws RangeError for a negative beta, or while training for sequences that do not fit.
   */
  steps(optimizer: tf.Optimizer, options: VrnnStepOptions = {}): Step<Sequences>[] {
    const { objective = 'elbo', beta = 1, freeNats = 0 } = options;
    if (objective !== 'elbo' && (beta !== 1 || freeNats !== 0)) {
      throw new RangeError(
        'vrnn.steps(optimizer, { beta, freeNats }): expected them with the ELBO only, which has a rate of its own.',
      );
    }
    if (!(freeNats >= 0))
      throw new RangeError(`vrnn.steps(optimizer, { freeNats }): expected a number >= 0, got ${freeNats}.`);
    const weight = typeof beta === 'function' ? beta : () => beta;
    const player = gradientStep<Sequences>({
      player: 'vrnn',
      variables: this.variables,
      optimizer,
      check: (batch) =>
        checkSequences('vrnn.steps: batch', batch, this.parts.inputDim, SUPPORTS[this.parts.emission.support]),
      objective: (batch, rng, step) => {
        const perStep = 1 / batch.lengths.toFloat().mean().dataSync()[0]!;
        if (objective === 'elbo') return this.elboObjective(batch, rng, weight(step), freeNats, perStep);
        if ('particles' in objective) {
          const { x, mask } = prepare(batch);
          const values = particleLogLikelihood(this.parts, x, mask, { ...objective.particles, rng });
          return maximize(scale(filteringBound(values), perStep));
        }
        return maximize(
          scale(importanceWeightedBound(this.logWeights(batch, objective.importanceWeighted, rng)), perStep),
        );
      },
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

  private elboTerms(
    batch: SequenceTensors,
    rng: Rng,
  ): { reconstruction: tf.Tensor; rate: tf.Tensor; rates: tf.Tensor2D } {
    const { x, mask } = prepare(batch);
    const { posterior, prior, logEmission } = unroll(this.parts, x, rng);
    const rates = klDivergence(posterior, prior).mul(mask) as tf.Tensor2D;
    return { reconstruction: logEmission.mul(mask).sum(0), rate: rates.sum(0), rates };
  }

  private elboObjective(batch: SequenceTensors, rng: Rng, beta: number, freeNats: number, perStep: number): Objective {
    if (!(beta >= 0 && beta < Infinity)) {
      throw new RangeError(`vrnn.steps(optimizer, { beta }): expected a finite beta >= 0, got ${beta}.`);
    }
    const terms = this.elboTerms(batch, rng);
    const plain = scale(elbo(terms), perStep);
    if (freeNats === 0 && beta === 1) return maximize(plain);
    // A rate charged at more than it is keeps a lower bound; charged at less, none.
    const { mask } = prepare(batch);
    const charged = tf.maximum(terms.rates, mask.mul(freeNats)).sum(0).mean().asScalar();
    const weighted = [
      ...plain.terms.filter(({ name }) => name !== 'rate'),
      { name: 'rate', nats: charged, weight: -beta * perStep },
    ];
    return beta >= 1
      ? maximize(bound('lower', plain.of, weighted))
      : maximizeUnsound(bound('none', plain.of, weighted));
  }

  private logWeights(batch: SequenceTensors, samples: number, rng: Rng): tf.Tensor2D {
    if (!Number.isInteger(samples) || samples < 1) {
      throw new RangeError(`vrnn: expected samples to be a positive integer, got ${samples}.`);
    }
    return tf.tidy(() => {
      const { x, mask } = prepare(batch);
      const [steps, count] = mask.shape;
      const tiled = tf.tile(x, [1, samples, 1]) as tf.Tensor3D;
      const { z, posterior, prior, logEmission }: Unrolled = unroll(this.parts, tiled, rng);
      const increments = logEmission.add(prior.logProb(z)).sub(posterior.logProb(z)).reshape([steps, samples, count]);
      return increments.mul(mask.expandDims(1)).sum(0) as tf.Tensor2D;
    });
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

function prepare({ x, lengths }: SequenceTensors): { x: tf.Tensor3D; mask: tf.Tensor2D } {
  const mask = stepMask(lengths, x.shape[1]!);
  return { x: timeMajor(x, mask), mask };
}
