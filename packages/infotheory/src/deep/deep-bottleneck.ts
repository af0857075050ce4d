import {
  type Conditional,
  type Distribution,
  describeConditional,
  klDivergence,
  MultivariateNormalDiag,
  NetworkModel,
  type PlayerOptions,
  type TensorBound,
  type TensorObjective,
  type TensorsOf,
  tensorBound,
  tensorsOf,
  tidyBound,
} from '@latents/core';
import {
  asNdArray,
  checkFinite,
  checkOneOf,
  checkOptions,
  checkPositive,
  checkRng,
  type Rng,
  takeRows,
} from '@latents/math';
import { type Bound, bound, type Json, type Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { checkViews, type Views } from '../cotrain/views.js';
import { momentsOf } from './moments.js';

export interface DeepBottleneckParts {
  /** P(z | x): a diagonal Gaussian. */
  readonly encoder: Conditional<MultivariateNormalDiag>;
  /** Q(y | z). */
  readonly decoder: Conditional<Distribution>;
  /** r(z): N(0, I) (`'fixed'`, the default), or a diagonal Gaussian that is trained with the rest (`'learned'`). */
  readonly marginal?: 'fixed' | 'learned';
}

/** Options of the objective. */
export interface DeepBottleneckPrice {
  /**
   * Cost per nat of rate (default 1e-3): Alemi's beta, which is 1 / beta of `informationBottleneck` and
   * `gaussianBottleneck`.
   */
  readonly beta?: number;
  /**
   * Quantity that is paid for: I(X; Z) (default), or its square, which reaches the whole curve where Y is a function of X and
   * the linear price only its ends.
   *
   * @see Kolchinsky, Tracey & Van Kuyk 2019, "Caveats for information bottleneck in deterministic scenarios"
   */
  readonly price?: 'linear' | 'squared';
}

/** Training options. All have defaults. */
export interface DeepBottleneckPlayersOptions extends PlayerOptions, DeepBottleneckPrice {
  /** The bound to move (default {@link DeepBottleneck.bound} with `beta` and `price`). */
  readonly objective?: (pairs: TensorsOf<Views>, rng: Rng, step: number) => TensorBound | TensorObjective;
}

/** Bounds of the cost and of the relevance of a deep bottleneck on given pairs, in nats. */
export interface DeepBottleneckEvaluation {
  readonly rate: Bound<'upper'>;
  readonly rateStandardError: number;
  readonly relevance: Bound<'lower'>;
  /** Standard error of the relevance, `entropyY` taken as known. */
  readonly relevanceStandardError: number;
}

/**
 * The deep variational information bottleneck: max I(Z; Y) - beta I(Z; X) by bounds on both, E KL(P(z | x) || r(z)) >= I(Z; X)
 * and H(Y) + E log Q(y | z) <= I(Z; Y). Every method throws an Error after `dispose`.
 *
 * @example
 * ```ts
 * import { createDeepBottleneck, createRng, ndArray, train } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const model = createDeepBottleneck({ inputDim: 1, codeDim: 1, hidden: [], target: { categorical: 2 }, rng });
 *
 * const y = Int32Array.from({ length: 256 }, (_, i) => i % 2);
 * const pairs = { x: ndArray([256, 1], Float32Array.from(y)), y: ndArray([256], y) };
 * for await (const reading of train(model, pairs, { learningRate: 0.02, beta: 0.01, batchSize: 64, epochs: 50, rng }));
 *
 * const { rate, relevance } = model.evaluate(pairs, { entropyY: Math.log(2), rng });
 * relevance.value > 0.5 && relevance.value <= Math.min(rate.value, Math.log(2)); // => true
 * ```
 * @see Alemi, Fischer, Dillon & Murphy 2017, "Deep variational information bottleneck", eqs. 8 to 17
 */
export class DeepBottleneck extends NetworkModel<Views, DeepBottleneckPlayersOptions> {
  readonly encoder: DeepBottleneckParts['encoder'];
  readonly decoder: DeepBottleneckParts['decoder'];
  readonly codeDim: number;
  private readonly marginal: { readonly loc: tf.Variable; readonly logVariance: tf.Variable } | undefined;

  /**
   * Makes a model of the user's own networks; `createDeepBottleneck` makes the usual ones.
   *
   * @param options The options of the factory that made the parts, as plain JSON, so that `load(factory, source)` can make
   * them again.
   * @throws RangeError if the decoder does not take the encoder's codes, or for an unknown marginal.
   */
  constructor(
    { encoder, decoder, marginal = 'fixed' }: DeepBottleneckParts,
    options?: { readonly [option: string]: Json },
  ) {
    if (decoder.inputShape.join() !== encoder.eventShape.join()) {
      throw new RangeError(
        `new DeepBottleneck({ decoder }): expected a decoder of codes [${encoder.eventShape}], as the encoder makes them, got one of [${decoder.inputShape}].`,
      );
    }
    checkOneOf('new DeepBottleneck({ marginal })', marginal, ['fixed', 'learned']);
    const codeDim = encoder.eventShape[0]!;
    const zeros = () => tf.tidy(() => tf.variable(tf.zeros([codeDim])));
    const learned = marginal === 'learned' ? { loc: zeros(), logVariance: zeros() } : undefined;
    super(
      {
        kind: 'deep-bottleneck',
        ...(options && { options }),
        marginal,
        networks: { encoder: describeConditional(encoder), decoder: describeConditional(decoder) },
      },
      { encoder: encoder.variables, decoder: decoder.variables, ...(learned && { marginal: learned }) },
    );
    this.encoder = encoder;
    this.decoder = decoder;
    this.codeDim = codeDim;
    this.marginal = learned;
  }

  /**
   * Returns a lower bound of I(Y; Z) - H(Y) - beta I(X; Z) on a batch, with its terms `y given z`, which is E log Q(y | z), and
   * `rate`, which is E KL(P(z | x) || r(z)). With the squared price the last term is `squared rate`, of the batch: by Jensen no
   * less than the square.
   *
   * @param pairs x `[batch, ...]` and y `[batch, ...]`.
   * @throws RangeError unless beta is positive and finite, or for an unknown price.
   */
  bound(pairs: TensorsOf<Views>, rng: Rng, price: DeepBottleneckPrice = {}): TensorBound<'lower'> {
    const where = 'bottleneck.bound(pairs, rng, { beta, price })';
    this.checkAlive(where);
    checkRng(where, rng);
    checkOptions(where, price, ['beta', 'price']);
    return this.priced(pairs, rng, checkedPrice('bottleneck.bound(pairs, rng, ', price), false);
  }

  /**
   * Returns the one player, for `fit`, who moves {@link bound} up.
   *
   * @throws RangeError unless beta is positive and finite, or for unknown options; while training, for x and y that differ in
   * rows.
   */
  override players(options: DeepBottleneckPlayersOptions = {}): readonly Player<Views>[] {
    this.checkAlive('bottleneck.players(options)');
    const known = ['optimizer', 'learningRate', 'clipNorm', 'objective', 'beta', 'price'] as const;
    checkOptions('bottleneck.players(options)', options, known);
    const { objective, beta, price, ...moving } = options;
    if (objective !== undefined && (beta !== undefined || price !== undefined)) {
      throw new RangeError(
        'bottleneck.players({ beta, price }): expected them without an objective, as they belong to the bound, got them with one.',
      );
    }
    const cost = checkedPrice('bottleneck.players(', options);
    return [
      this.gradientPlayer<Views>({
        ...moving,
        name: 'encoder and decoder',
        variables: this.parameters,
        check: (pairs) => checkViews('bottleneck.players(options): batch', pairs),
        objective: objective ?? ((pairs, rng) => this.priced(pairs, rng, cost, true)),
        settings: objective === undefined ? cost : { objective: 'function' },
      }),
    ];
  }

  /**
   * Returns both bounds on pairs that the model was not trained on, with one draw of z per example.
   *
   * @param entropyY H(Y) in nats, or something below it: of labels, the plug-in entropy of the pairs is, in expectation.
   * @throws RangeError for x and y that differ in rows, fewer than two, values or an entropy that are not finite, or a y that Q gives no
   * chance at all (a label that it has no class for).
   */
  evaluate(
    pairs: Views,
    { entropyY, rng }: { readonly entropyY: number; readonly rng: Rng },
  ): DeepBottleneckEvaluation {
    this.checkAlive('bottleneck.evaluate(pairs, options)');
    checkViews('bottleneck.evaluate(pairs, options)', pairs);
    checkRng('bottleneck.evaluate(pairs, { rng })', rng);
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

  private priced(
    pairs: TensorsOf<Views>,
    rng: Rng,
    { beta, price }: Required<DeepBottleneckPrice>,
    training: boolean,
  ): TensorBound<'lower'> {
    return tidyBound(() => {
      const { rate, fit } = this.terms(pairs, rng, training);
      const mean = tf.mean(rate) as tf.Scalar;
      const squared = price === 'squared';
      return tensorBound('lower', `I(Y; Z) - H(Y) - beta I(X; Z)${squared ? '^2' : ''}`, [
        { name: 'y given z', nats: tf.mean(fit) as tf.Scalar, weight: 1 },
        { name: squared ? 'squared rate' : 'rate', nats: squared ? tf.square(mean) : mean, weight: -beta },
      ]);
    });
  }

  /** Returns KL(P(z | x) || r(z)) and log Q(y | z), of each example. */
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

function checkedPrice(where: string, { beta = 1e-3, price = 'linear' }: DeepBottleneckPrice) {
  checkPositive(`${where}{ beta })`, beta);
  checkOneOf(`${where}{ price })`, price, ['linear', 'squared']);
  return { beta, price };
}
