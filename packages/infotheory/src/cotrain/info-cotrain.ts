import {
  type Categorical,
  type Conditional,
  describeConditional,
  logSumExp,
  type NamedVariables,
  NetworkModel,
  prefixed,
  type TensorBound,
  type TensorObjective,
  type TensorsOf,
  tensorBound,
  tensorsOf,
  tidyBound,
} from '@latents/core';
import { asNdArray, type NdArray, ndArray, sizeOfShape } from '@latents/math';
import { type Json, maximizeUnsound, minimize, minus, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { type CotrainEvaluation, codes, evaluateBound } from './evaluate.js';
import { type CotrainPlayerOptions, type CotrainPlayersOptions, checkPlayersOptions } from './players-options.js';
import { checkViews, type Views } from './views.js';

// A codeword that no batch has used would otherwise have log 0.
const TINY = 1e-30;

export interface InfoCotrainParts {
  /** Psi: P(z | y). */
  readonly psi: Conditional<Categorical>;
  /** Phi: P(z | x), over as many codewords. */
  readonly phi: Conditional<Categorical>;
}

/**
 * Information-theoretic co-training: two encoders, Psi of y and Phi of x, that agree on a discrete Z and so bound I(X; Y) from
 * below: H(Z) - H_{Psi,Phi}(Z | X) <= I_Psi(Z; X) <= I(X; Y). Every method throws an Error after `dispose`.
 *
 * @example
 * ```ts
 * import { createInfoCotrain, createRng, ndArray, train } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const model = createInfoCotrain({ xDim: 1, yDim: 1, codewords: 2, hidden: [8], rng });
 *
 * // Two views of one bit, which has log 2 nats.
 * const bits = Float32Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? 1 : -1));
 * const views = { x: ndArray([256, 1], bits), y: ndArray([256, 1], bits) };
 * const players = { psi: { learningRate: 0.02 }, phi: { learningRate: 0.02 } };
 * for await (const reading of train(model, views, { ...players, batchSize: 64, epochs: 50, rng }));
 *
 * const { bound, capped } = await model.evaluate(views);
 * bound.value > 0.68 && bound.value <= Math.log(2) + 1e-6; // => true
 * capped; // => 'codewords'
 * ```
 * @see Stratos section 4 (ERRATA E46 to E53); McAllester 2018, "Information theoretic co-training"
 */
export class InfoCotrain extends NetworkModel<Views, CotrainPlayersOptions> {
  readonly psi: Conditional<Categorical>;
  readonly phi: Conditional<Categorical>;
  /** |Z|. */
  readonly codewords: number;
  /** Running average of P(z), which no player moves. */
  private readonly marginal: tf.Variable<tf.Rank.R1>;

  /**
   * Makes a model of the user's own encoders; `createInfoCotrain` and `createWordCotrain` make the usual ones.
   *
   * @param options The options of the factory that made the encoders, as plain JSON, so that `load(factory, source)` can make
   * them again.
   * @throws RangeError if the encoders have not equally many codewords.
   */
  constructor({ psi, phi }: InfoCotrainParts, options?: { readonly [option: string]: Json }) {
    const [ofPsi, ofPhi] = [codewordsOf(psi), codewordsOf(phi)];
    if (ofPsi !== ofPhi) {
      throw new RangeError(
        `new InfoCotrain({ psi, phi }): expected encoders over equally many codewords, got ${ofPsi} and ${ofPhi}.`,
      );
    }
    const marginal = tf.tidy(() => tf.variable(tf.fill([ofPsi], 1 / ofPsi), false)) as tf.Variable<tf.Rank.R1>;
    super(
      {
        kind: 'info-cotrain',
        ...(options && { options }),
        networks: { psi: describeConditional(psi), phi: describeConditional(phi) },
        shared: sharedNames(psi.variables, phi.variables),
      },
      { psi: psi.variables, phi: phi.variables, marginal: { average: marginal } },
    );
    this.psi = psi;
    this.phi = phi;
    this.codewords = ofPsi;
    this.marginal = marginal;
  }

  /**
   * Returns the lower bound of I(X; Y) on a batch, in nats, with its terms `entropy of z` (the plug-in H(Z)) and `z given x`,
   * the cross-entropy H_{Psi,Phi}(Z | X). On the data that Phi was trained on it is optimistic (ERRATA E49): report
   * {@link InfoCotrain.evaluate}.
   *
   * @param views x `[batch, ...]` and y `[batch, ...]`.
   * @see Stratos section 4, the objective; ERRATA E50, E52
   */
  bound(views: TensorsOf<Views>): TensorBound<'lower'> {
    this.checkAlive('cotrain.bound(views)');
    return tidyBound(() => {
      const logs = this.psi.given(views['y']!).logProbabilities();
      const logMarginal = tf.sub(logSumExp(logs, 0), Math.log(logs.shape[0]!));
      const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logMarginal), logMarginal))) as tf.Scalar;
      // The plug-in errs downwards: a lower bound of H(Z), in expectation.
      const spread = tensorBound('lower', 'H(Z)', [{ name: 'entropy of z', nats: entropy, weight: 1 }]);
      return { ...minus(spread, this.disagreement(logs, views['x']!)), of: 'I(X; Y)' };
    });
  }

  /**
   * Returns the players for `fit`. By default there are two: in each step Psi moves the bound up, then Phi moves its part of
   * it, the upper bound H_{Psi,Phi}(Z | X) of H_Psi(Z | X), down. With all the data as one batch and plain gradient descent
   * these are the note's steps (a) to (d). A Psi without variables ({@link labelCode}) does not play.
   *
   * With `joint` there is one player, who moves the bound up by both encoders: the note's step (d) with both gradients taken
   * at the same point.
   *
   * @throws RangeError for unknown options or options that exclude each other; while training, for views that differ in rows.
   * @see Stratos section 4, "InfoCotrain"
   */
  override players(options: CotrainPlayersOptions = {}): readonly Player<Views>[] {
    this.checkAlive('cotrain.players(options)');
    const fixed = Object.keys(this.psi.variables).length === 0;
    checkPlayersOptions(options, fixed);
    const { psi = {}, phi = {}, joint, marginal = 'batch' } = options;
    const up = (views: TensorsOf<Views>, step: number): TensorBound | TensorObjective =>
      marginal === 'batch' ? this.bound(views) : maximizeUnsound(this.running(views, marginal.decay, step));
    if (joint !== undefined) {
      const variables = { ...prefixed('psi', this.psi.variables), ...prefixed('phi', this.phi.variables) };
      const name = 'psi and phi';
      return [this.player(name, variables, joint, (views, _, step) => up(views, step), { marginal })];
    }
    const phiPlayer = this.player('phi', this.phi.variables, phi, (views) => minimize(this.crossEntropy(views)), {});
    if (fixed) return [phiPlayer];
    return [this.player('psi', this.psi.variables, psi, (views, _, step) => up(views, step), { marginal }), phiPlayer];
  }

  /**
   * Returns the bound on held-out views, with its standard error, the bias-corrected estimate, and what caps it.
   *
   * @throws RangeError for fewer than two pairs, views that differ in rows, or values that are not finite.
   */
  async evaluate(views: Views): Promise<CotrainEvaluation> {
    this.checkAlive('cotrain.evaluate(views)');
    checkViews('cotrain.evaluate(views)', views);
    asNdArray('cotrain.evaluate(views)', 'x', views.x);
    asNdArray('cotrain.evaluate(views)', 'y', views.y);
    return evaluateBound(await codes(this.psi, views.y), await codes(this.phi, views.x), this.codewords);
  }

  /**
   * Returns the likeliest codeword of each y, `[n]`: the clustering that was learned.
   *
   * @throws RangeError for values that are not finite, or another shape than Psi takes.
   */
  async clusters(y: NdArray): Promise<Int32Array> {
    this.checkAlive('cotrain.clusters(y)');
    asNdArray('cotrain.clusters(y)', 'y', y);
    return likeliest(await codes(this.psi, y), this.codewords);
  }

  /**
   * Returns the likeliest codeword of each x, `[n]`, as Phi predicts it without seeing y.
   *
   * @throws RangeError for values that are not finite, or another shape than Phi takes.
   */
  async predict(x: NdArray): Promise<Int32Array> {
    this.checkAlive('cotrain.predict(x)');
    asNdArray('cotrain.predict(x)', 'x', x);
    return likeliest(await codes(this.phi, x), this.codewords);
  }

  private player(
    name: string,
    variables: NamedVariables,
    { objective, ...moving }: CotrainPlayerOptions,
    own: NonNullable<CotrainPlayerOptions['objective']>,
    settings: { readonly [name: string]: Json },
  ): Player<Views> {
    return this.gradientPlayer<Views>({
      ...moving,
      name,
      variables,
      objective: objective ?? own,
      check: (views) => checkViews('cotrain.players(options): batch', views),
      settings: objective === undefined ? settings : { objective: 'function' },
    });
  }

  private crossEntropy({ x, y }: TensorsOf<Views>): TensorBound<'upper'> {
    return tidyBound(() => this.disagreement(this.psi.given(y!).logProbabilities(), x!));
  }

  private disagreement(logs: tf.Tensor, x: tf.Tensor): TensorBound<'upper'> {
    const logsOfPhi = this.phi.given(x).logProbabilities();
    const nats = tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(logs), logsOfPhi), -1))) as tf.Scalar;
    return tensorBound('upper', 'H(Z|X)', [{ name: 'z given x', nats, weight: 1 }]);
  }

  /** The bound with -sum P-batch(z) log P-running(z) for H(Z): its gradient is that of the entropy at the running average. */
  private running({ x, y }: TensorsOf<Views>, decay: number, step: number): TensorBound<'none'> {
    return tidyBound(() => {
      const logs = this.psi.given(y!).logProbabilities();
      const now = tf.mean(tf.exp(logs), 0);
      // A plain mean until there are enough batches for the decay. Read back from the variable, no gradient flows through it.
      const kept = Math.min(decay, step / (step + 1));
      this.marginal.assign(tf.add(tf.mul(this.marginal, kept), tf.mul(now, 1 - kept)) as tf.Tensor1D);
      const nats = tf.neg(tf.sum(tf.mul(now, tf.log(tf.maximum(this.marginal, TINY))))) as tf.Scalar;
      const spread = tensorBound('none', 'H(Z)', [{ name: 'entropy of z', nats, weight: 1 }]);
      return { ...minus(spread, this.disagreement(logs, x!)), of: 'I(X; Y)' };
    });
  }
}

/** Asked of the distribution itself: a head does not say how many classes it has. */
function codewordsOf(encoder: Conditional<Categorical>): number {
  const shape = [1, ...encoder.inputShape];
  const example = ndArray(shape, new Float32Array(sizeOfShape(shape)));
  return tf.tidy(() => encoder.given(tensorsOf(example)).classes);
}

/** The names of variables that both encoders have, in pairs. */
function sharedNames(psi: NamedVariables, phi: NamedVariables): string[][] {
  return Object.entries(psi).flatMap(([a, variable]) =>
    Object.entries(phi).flatMap(([b, other]) => (other === variable ? [[`psi/${a}`, `phi/${b}`]] : [])),
  );
}

function likeliest(probabilities: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.reduce((best, p, z) => (p > row[best]! ? z : best), 0);
  });
}
