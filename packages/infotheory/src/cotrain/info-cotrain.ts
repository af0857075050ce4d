import {
  type Categorical,
  type Conditional,
  gradientPlayer,
  logSumExp,
  type NamedVariables,
  prefixed,
  type TensorBound,
  type TensorObjective,
  type TensorsOf,
  tensorBound,
} from '@latents/core';
import { asNdArray, type NdArray, type Rng } from '@latents/math';
import { maximize, maximizeUnsound, minimize, minus, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { type CotrainEvaluation, codes, evaluateBound } from './evaluate.js';

// A codeword that no batch has used would otherwise have log 0.
const TINY = 1e-30;

/** Paired views: x and y with as many rows. */
export interface Views {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

export interface InfoCotrainParts {
  /** Psi: P(z | y). */
  readonly psi: Conditional<Categorical>;
  /** Phi: P(z | x), over as many codewords. */
  readonly phi: Conditional<Categorical>;
}

export interface CotrainStepOptions {
  /** Each player's own. Psi's may be left out where Psi has no variables (Z = Y, {@link labelCode}). */
  readonly optimizers: { readonly psi?: tf.Optimizer; readonly phi: tf.Optimizer };
  /**
   * Where P(z), over which Psi spreads, comes from: the batch (default; the note's algorithm, with all the data as one batch), or a
   * running average over batches with this decay, which brings the gradient near that of all the data when batches are too small to
   * show P(z). The objective of Psi is then no bound, and the readings say so.
   */
  readonly marginal?: 'batch' | { readonly decay: number };
}

export interface CotrainJointStepOptions extends Pick<CotrainStepOptions, 'marginal'> {
  readonly optimizer: tf.Optimizer;
}

/**
 * Information-theoretic co-training: two encoders, Psi of y and Phi of x, that agree on a discrete Z and so bound I(X; Y) from
 * below: H(Z) - H_{Psi,Phi}(Z | X) <= I_Psi(Z; X) <= I(X; Y).
 *
 * @example
 * ```ts
 * import { batches, fit } from '@latents/training';
 * import { categoricalHead, conditional, mlp } from '@latents/core';
 * import { createRng, ndArray } from '@latents/math';
 * import { InfoCotrain } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const encoder = () => conditional(mlp({ inputDim: 1, hidden: [8], outputDim: 2, rng }), categoricalHead(2));
 * const model = new InfoCotrain({ psi: encoder(), phi: encoder() });
 *
 * // Two views of one bit, which has log 2 nats.
 * const bits = Float32Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? 1 : -1));
 * const views = { x: ndArray([256, 1], bits), y: ndArray([256, 1], bits) };
 * const optimizers = { psi: tf.train.adam(0.02), phi: tf.train.adam(0.02) };
 * const data = batches(views, { size: 64, rng });
 * for await (const reading of fit(model.players({ optimizers }), data, { epochs: 50, rng }));
 *
 * const { bound, capped } = await model.evaluate(views);
 * bound.value > 0.68 && bound.value <= Math.log(2) + 1e-6; // => true
 * capped; // => 'codewords'
 * ```
 * @see Stratos section 4 (ERRATA E46 to E53); McAllester 2018, "Information theoretic co-training"
 */
export class InfoCotrain {
  readonly psi: Conditional<Categorical>;
  readonly phi: Conditional<Categorical>;
  /** |Z|. */
  readonly codewords: number;
  /** Of both encoders, and the running average of P(z), `marginal`, which no player moves. */
  readonly variables: NamedVariables;
  private readonly marginal: tf.Variable<tf.Rank.R1>;

  /** Throws a RangeError if the encoders have not equally many codewords. */
  constructor({ psi, phi }: InfoCotrainParts) {
    const [ofPsi, ofPhi] = [codewordsOf(psi), codewordsOf(phi)];
    if (ofPsi !== ofPhi) {
      throw new RangeError(
        `new InfoCotrain({ psi, phi }): expected encoders over equally many codewords, got ${ofPsi} and ${ofPhi}.`,
      );
    }
    this.psi = psi;
    this.phi = phi;
    this.codewords = ofPsi;
    this.marginal = tf.tidy(() => tf.variable(tf.fill([ofPsi], 1 / ofPsi), false)) as tf.Variable<tf.Rank.R1>;
    this.variables = { ...prefixed('psi', psi.variables), ...prefixed('phi', phi.variables), marginal: this.marginal };
  }

  /**
   * The lower bound of I(X; Y) on a batch, in nats, with its terms `entropy of z` (the plug-in H(Z)) and `z given x`, the cross-entropy
   * H_{Psi,Phi}(Z | X). On the data that Phi was trained on it is optimistic (ERRATA E49): report {@link InfoCotrain.evaluate}.
   *
   * Value and terms are tensors of yours: call it inside `tf.tidy`.
   *
   * @param x `[batch, ...]`, y `[batch, ...]`.
   * @see Stratos section 4, the objective; ERRATA E50, E52
   */
  bound({ x, y }: TensorsOf<Views>): TensorBound<'lower'> {
    const logs = this.psi.given(y!).logProbabilities();
    const logMarginal = tf.sub(logSumExp(logs, 0), Math.log(logs.shape[0]!));
    const entropy = tf.reshape<tf.Rank.R0>(tf.neg(tf.sum(tf.mul(tf.exp(logMarginal), logMarginal))), []);
    // The plug-in errs downwards: a lower bound of H(Z), in expectation.
    const spread = tensorBound('lower', 'H(Z)', [{ name: 'entropy of z', nats: entropy, weight: 1 }]);
    return { ...minus(spread, this.disagreement(logs, x!)), of: 'I(X; Y)' };
  }

  /**
   * The two players for `fit`. In each step Psi moves the bound up, then Phi moves its part of it, the upper bound H_{Psi,Phi}(Z | X)
   * of H_Psi(Z | X), down. With all the data as one batch and plain gradient descent these are the note's steps (a) to (d).
   *
   * @throws RangeError for a decay that is not from 0 up to but not 1, Error if Psi has variables but no optimizer.
   * @see Stratos section 4, "InfoCotrain"
   */
  players({ optimizers, marginal = 'batch' }: CotrainStepOptions): Player<Views>[] {
    const objective = this.objective('steps', marginal);
    const phi = gradientPlayer<Views>({
      name: 'phi',
      variables: this.phi.variables,
      optimizer: optimizers.phi,
      objective: ({ x, y }) => minimize(this.disagreement(this.psi.given(y!).logProbabilities(), x!)),
      check: checkViews,
    });
    if (Object.keys(this.psi.variables).length === 0) return [phi];
    if (optimizers.psi === undefined) {
      throw new Error('cotrain.players({ optimizers }): expected an optimizer for psi, which has variables, got none.');
    }
    const { variables } = this.psi;
    const psi = gradientPlayer<Views>({
      name: 'psi',
      variables,
      optimizer: optimizers.psi,
      objective,
      check: checkViews,
    });
    return [psi, phi];
  }

  /**
   * Both encoders as one player, who moves the bound up: the note's step (d) with both gradients taken at the same point, at half the
   * price of {@link InfoCotrain.players}, and right for encoders that share variables (word vectors, say).
   *
   * @throws RangeError for a decay that is not from 0 up to but not 1.
   * @see Stratos section 4, "InfoCotrain"
   */
  jointStep({ optimizer, marginal = 'batch' }: CotrainJointStepOptions): Player<Views> {
    const objective = this.objective('jointStep', marginal);
    const variables = { ...prefixed('psi', this.psi.variables), ...prefixed('phi', this.phi.variables) };
    return gradientPlayer<Views>({ name: 'psi and phi', variables, optimizer, objective, check: checkViews });
  }

  /**
   * The bound on held-out views, with its standard error, the bias-corrected estimate, and what caps it.
   *
   * @throws RangeError for fewer than two pairs, views that differ in rows, or values that are not finite.
   */
  async evaluate(views: Views): Promise<CotrainEvaluation> {
    checkViews(views);
    asNdArray('cotrain.evaluate(views)', 'x', views.x);
    asNdArray('cotrain.evaluate(views)', 'y', views.y);
    return evaluateBound(await codes(this.psi, views.y), await codes(this.phi, views.x), this.codewords);
  }

  /**
   * The likeliest codeword of each y, `[n]`: the clustering that was learned.
   *
   * @throws RangeError for values that are not finite, or another shape than Psi takes.
   */
  async clusters(y: NdArray): Promise<Int32Array> {
    asNdArray('cotrain.clusters(y)', 'y', y);
    return likeliest(await codes(this.psi, y), this.codewords);
  }

  /**
   * The likeliest codeword of each x, `[n]`, as Phi predicts it without seeing y.
   *
   * @throws RangeError for values that are not finite, or another shape than Phi takes.
   */
  async predict(x: NdArray): Promise<Int32Array> {
    asNdArray('cotrain.predict(x)', 'x', x);
    return likeliest(await codes(this.phi, x), this.codewords);
  }

  /** Frees both encoders and the running average. */
  dispose(): void {
    this.psi.dispose();
    this.phi.dispose();
    if (!this.marginal.isDisposed) this.marginal.dispose();
  }

  /** What Psi moves up. */
  private objective(method: string, marginal: NonNullable<CotrainStepOptions['marginal']>) {
    if (marginal !== 'batch' && !(marginal.decay >= 0 && marginal.decay < 1)) {
      throw new RangeError(
        `cotrain.${method}({ marginal }): expected a decay from 0 to below 1, got ${marginal.decay}.`,
      );
    }
    return (views: TensorsOf<Views>, _: Rng, step: number): TensorObjective =>
      marginal === 'batch' ? maximize(this.bound(views)) : maximizeUnsound(this.running(views, marginal.decay, step));
  }

  private disagreement(logs: tf.Tensor, x: tf.Tensor): TensorBound<'upper'> {
    const nats = tf.reshape<tf.Rank.R0>(
      tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(logs), this.phi.given(x).logProbabilities()), -1))),
      [],
    );
    return tensorBound('upper', 'H(Z|X)', [{ name: 'z given x', nats, weight: 1 }]);
  }

  /** The bound with -sum P-batch(z) log P-running(z) for H(Z): its gradient is that of the entropy at the running average. */
  private running({ x, y }: TensorsOf<Views>, decay: number, step: number): TensorBound<'none'> {
    const logs = this.psi.given(y!).logProbabilities();
    const now = tf.mean(tf.exp(logs), 0);
    // A plain mean until there are enough batches for the decay. Read back from the variable, no gradient flows through it.
    const kept = Math.min(decay, step / (step + 1));
    this.marginal.assign(tf.add(tf.mul(this.marginal, kept), tf.mul(now, 1 - kept)) as tf.Tensor1D);
    const nats = tf.reshape<tf.Rank.R0>(tf.neg(tf.sum(tf.mul(now, tf.log(tf.maximum(this.marginal, TINY))))), []);
    const spread = tensorBound('none', 'H(Z)', [{ name: 'entropy of z', nats, weight: 1 }]);
    return { ...minus(spread, this.disagreement(logs, x!)), of: 'I(X; Y)' };
  }
}

function checkViews({ x, y }: Views): void {
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(`InfoCotrain: expected as many x as y, got ${x.shape[0]} and ${y.shape[0]}.`);
  }
}

/** Asked of the distribution itself: a head does not say how many classes it has. */
function codewordsOf(encoder: Conditional<Categorical>): number {
  return tf.tidy(() => encoder.given(tf.zeros([1, ...encoder.inputShape])).classes);
}

function likeliest(probabilities: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.reduce((best, p, z) => (p > row[best]! ? z : best), 0);
  });
}
