import {
  type Conditional,
  type Distribution,
  gradientPlayer,
  klDivergence,
  MultivariateNormalDiag,
  type NamedVariables,
  prefixed,
  type TensorsOf,
  tensorBound,
  tensorsOf,
} from '@latents/core';
import { asNdArray, checkFinite, type NdArray, type Rng, takeRows } from '@latents/math';
import { type Bound, bound, maximize, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Views } from '../cotrain/info-cotrain.js';

export interface DeepBottleneckParts {
  /** P(z | x): a diagonal Gaussian. */
  readonly encoder: Conditional<MultivariateNormalDiag>;
  /** Q(y | z). */
  readonly decoder: Conditional<Distribution>;
  /** r(z): N(0, I) (`'fixed'`, the default), or a diagonal Gaussian that is trained with the rest (`'learned'`). */
  readonly marginal?: 'fixed' | 'learned';
}

export interface DeepBottleneckStepOptions {
  readonly optimizer: tf.Optimizer;
  /** The price of a nat of rate: Alemi's beta, which is 1 / beta of `informationBottleneck` and `gaussianBottleneck`. */
  readonly beta: number;
  /**
   * What is paid for: I(X; Z) (default), or its square, which reaches the whole curve where Y is a function of X and the linear
   * price only its ends.
   *
   * @see Kolchinsky, Tracey & Van Kuyk 2019, "Caveats for information bottleneck in deterministic scenarios"
   */
  readonly price?: 'linear' | 'squared';
}

/** What a deep bottleneck costs and keeps on given pairs, in nats. */
export interface DeepBottleneckEvaluation {
  readonly rate: Bound<'upper'>;
  readonly rateStandardError: number;
  readonly relevance: Bound<'lower'>;
  /** Of the relevance, `entropyY` taken as known. */
  readonly relevanceStandardError: number;
}

/**
 * The deep variational information bottleneck: max I(Z; Y) - beta I(Z; X) by bounds on both, E KL(P(z | x) || r(z)) >= I(Z; X)
 * and H(Y) + E log Q(y | z) <= I(Z; Y).
 *
 * @example
 * ```ts
 * import { batches, fit } from '@latents/training';
 * import { categoricalHead, conditional, mlp, normalHead } from '@latents/core';
 * import { createRng, ndArray } from '@latents/math';
 * import { DeepBottleneck } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const encoder = conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng }), normalHead(1));
 * const decoder = conditional(mlp({ inputDim: 1, hidden: [], outputDim: 2, rng }), categoricalHead(2));
 * const model = new DeepBottleneck({ encoder, decoder });
 *
 * const y = Int32Array.from({ length: 256 }, (_, i) => i % 2);
 * const pairs = { x: ndArray([256, 1], Float32Array.from(y)), y: ndArray([256], y) };
 * const steps = model.players({ optimizer: tf.train.adam(0.02), beta: 0.01 });
 * for await (const reading of fit(steps, batches(pairs, { size: 64, rng }), { epochs: 50, rng }));
 *
 * const { rate, relevance } = model.evaluate(pairs, { entropyY: Math.log(2), rng });
 * relevance.value > 0.5 && relevance.value <= Math.min(rate.value, Math.log(2)); // => true
 * ```
 * @see Alemi, Fischer, Dillon & Murphy 2017, "Deep variational information bottleneck", eqs. 8 to 17
 */
export class DeepBottleneck {
  readonly encoder: DeepBottleneckParts['encoder'];
  readonly decoder: DeepBottleneckParts['decoder'];
  readonly codeDim: number;
  /** Of encoder, decoder and, if it is learned, the marginal. */
  readonly variables: NamedVariables;
  private readonly marginal: { readonly loc: tf.Variable; readonly logVariance: tf.Variable } | undefined;

  /** Throws a RangeError if the decoder does not take the encoder's codes. */
  constructor({ encoder, decoder, marginal = 'fixed' }: DeepBottleneckParts) {
    if (decoder.inputShape.join() !== encoder.eventShape.join()) {
      throw new RangeError(
        `new DeepBottleneck({ decoder }): expected a decoder of codes [${encoder.eventShape}], as the encoder makes them, got one of [${decoder.inputShape}].`,
      );
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.codeDim = encoder.eventShape[0]!;
    const zeros = () => tf.tidy(() => tf.variable(tf.zeros([this.codeDim])));
    this.marginal = marginal === 'learned' ? { loc: zeros(), logVariance: zeros() } : undefined;
    this.variables = {
      ...prefixed('encoder', encoder.variables),
      ...prefixed('decoder', decoder.variables),
      ...(this.marginal === undefined ? {} : prefixed('marginal', this.marginal)),
    };
  }

  /**
   * The one player, for `fit`, who moves E log Q(y | z) - beta E KL(P(z | x) || r(z)) up: a lower bound of I(Y; Z) - H(Y) - beta
   * I(X; Z), whose terms are `y given z` and `rate` (or `squared rate`, of the batch: by Jensen no less than the square).
   *
   * @throws RangeError unless beta is positive and finite, or while training for x and y that differ in rows.
   */
  players({ optimizer, beta, price = 'linear' }: DeepBottleneckStepOptions): Player<Views>[] {
    if (!(beta > 0 && beta < Infinity)) {
      throw new RangeError(
        `bottleneck.players({ beta }): expected a positive finite price of a nat of rate, got ${beta}. At 0 nothing is compressed.`,
      );
    }
    const player = gradientPlayer<Views>({
      name: 'encoder and decoder',
      variables: this.variables,
      optimizer,
      check: checkPairs,
      objective: (pairs, rng) => {
        const { rate, fit } = this.terms(pairs, rng, true);
        const mean = tf.reshape<tf.Rank.R0>(tf.mean(rate), []);
        const cost = price === 'squared' ? tf.reshape<tf.Rank.R0>(tf.square(mean), []) : mean;
        const of = `I(Y; Z) - H(Y) - beta I(X; Z)${price === 'squared' ? '^2' : ''}`;
        return maximize(
          tensorBound('lower', of, [
            { name: 'y given z', nats: tf.reshape<tf.Rank.R0>(tf.mean(fit), []), weight: 1 },
            { name: price === 'squared' ? 'squared rate' : 'rate', nats: cost, weight: -beta },
          ]),
        );
      },
    });
    return [player];
  }

  /**
   * Both bounds on pairs that the model was not trained on, with one draw of z an example.
   *
   * @param entropyY H(Y) in nats, or something below it: of labels, the plug-in entropy of the pairs is, in expectation.
   * @throws RangeError for x and y that differ in rows, fewer than two, values or an entropy that are not finite, or a y that Q gives no
   * chance at all (a label that it has no class for).
   */
  evaluate(
    pairs: Views,
    { entropyY, rng }: { readonly entropyY: number; readonly rng: Rng },
  ): DeepBottleneckEvaluation {
    checkPairs(pairs);
    const n = pairs.x.shape[0]!;
    if (n < 2) throw new RangeError(`bottleneck.evaluate(pairs): expected at least two pairs, got ${n}.`);
    checkFinite('bottleneck.evaluate(pairs, { entropyY })', entropyY);
    asNdArray('bottleneck.evaluate(pairs)', 'x', pairs.x);
    asNdArray('bottleneck.evaluate(pairs)', 'y', pairs.y);
    const rates: number[] = [];
    const fits: number[] = [];
    for (let from = 0; from < n; from += CHUNK) {
      const rows = Array.from({ length: Math.min(CHUNK, n - from) }, (_, i) => from + i);
      tf.tidy(() => {
        const chunk = { x: takeRows(pairs.x, rows), y: takeRows(pairs.y, rows) };
        const { rate, fit } = this.terms(tensorsOf(chunk) as TensorsOf<Views>, rng, false);
        rates.push(...rate.dataSync());
        fits.push(...fit.dataSync());
      });
    }
    const without = fits.indexOf(-Infinity);
    if (without >= 0) {
      throw new RangeError(
        `bottleneck.evaluate(pairs): expected values of y that Q(y | z) can have, got one that it cannot in row ${without}. A label needs a class of the decoder.`,
      );
    }
    const [rate, fit] = [momentsOf(rates), momentsOf(fits)];
    return {
      rate: bound('upper', 'I(X; Z)', [{ name: 'rate', nats: rate.mean, weight: 1 }]),
      rateStandardError: rate.standardError,
      relevance: bound('lower', 'I(Y; Z)', [
        { name: 'entropy of y', nats: entropyY, weight: 1 },
        { name: 'y given z', nats: fit.mean, weight: 1 },
      ]),
      relevanceStandardError: fit.standardError,
    };
  }

  /** Frees all variables. A second call does nothing. */
  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
    for (const variable of Object.values(this.marginal ?? {})) if (!variable.isDisposed) variable.dispose();
  }

  /** KL(P(z | x) || r(z)) and log Q(y | z), of each example. */
  private terms({ x, y }: TensorsOf<Views>, rng: Rng, training: boolean): { rate: tf.Tensor; fit: tf.Tensor } {
    const code = this.encoder.given(x!, { training });
    const r =
      this.marginal === undefined
        ? MultivariateNormalDiag.standard(this.codeDim)
        : MultivariateNormalDiag.fromLogVariance(this.marginal);
    return { rate: klDivergence(code, r), fit: this.decoder.given(code.sample(rng), { training }).logProb(y!) };
  }
}

const CHUNK = 1024;

function checkPairs({ x, y }: { readonly x: NdArray; readonly y: NdArray }): void {
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(`DeepBottleneck: expected as many x as y, got ${x.shape[0]} and ${y.shape[0]}.`);
  }
}

function momentsOf(values: readonly number[]): { mean: number; standardError: number } {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}
