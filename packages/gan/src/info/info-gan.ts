import { type Distribution, describeNetwork, NetworkModel, prefixed, type TensorBound, tidyBound } from '@latents/core';
import { checkPositiveInteger, checkRng, type NdArray, type Rng } from '@latents/math';
import type { Json, Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { checkExamples } from '../game/check-examples.js';
import type { Game } from '../game/game.js';
import { denormalize, describeNormalization, normalize } from '../game/normalization.js';
import { defaultOptimizer } from '../game/player-options.js';
import { minimax } from '../objectives/minimax.js';
import { checkInfoGanParts, type InfoGanParts, unknownParts } from './info-gan-parts.js';
import { type GivenCodes, informationBound } from './information-bound.js';
import { latents } from './latents.js';
import { type InfoGanPlayersOptions, playersOf } from './players.js';
import { type TraversalOptions, traverse } from './traverse.js';

/**
 * A GAN whose generator is also fed codes c. Q(c | x) bounds I(c; G(z, c)) >= H(c) + E log Q(c | G(z, c)) from below, and G and Q
 * both move the bound up, so that examples show their codes. D moves up on V. G moves down on its own objective minus lambda times
 * the bound. Q moves up on the bound, alone or with D (ERRATA E35 to E39: the note prints four of these signs otherwise). Only G's
 * move is unsound, for its part of V.
 *
 * @example
 * ```ts
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { batches, categoricalCode, createInfoGan, createRng, fit } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const gan = createInfoGan({ dataDim: 2, codes: { mode: categoricalCode(8) }, hidden: [32], rng });
 * const players = gan.players({ posterior: { learningRate: 1e-3 }, lambda: { mode: 0.5 } });
 * const data = batches(ringMixture().sample(64, rng).x, { size: 32, rng });
 * const sound: Record<string, boolean> = {};
 * for await (const reading of fit(players, data, { steps: 2, rng })) sound[reading.player] = reading.sound;
 * sound; // => { discriminator: true, generator: false, posterior: true }
 * gan.traverse({ code: 'mode', rows: 3, rng }).images.shape; // => [24, 2]
 * gan.dispose();
 * ```
 * @see Stratos section 2.5, eq. (6); Chen et al. 2016
 */
export class InfoGan extends NetworkModel<NdArray, InfoGanPlayersOptions> {
  readonly parts: InfoGanParts;
  private readonly game: Game;

  /**
   * Makes a model of the given parts, which it owns from then on. {@link createInfoGan} makes the usual parts.
   *
   * @param options The options of the factory that made the parts, as plain JSON: `load(factory, source)` needs them.
   * @throws RangeError if the shapes of the parts do not fit together.
   */
  constructor(parts: InfoGanParts, options?: { readonly [key: string]: Json }) {
    checkInfoGanParts(parts);
    const { generator, trunk, discriminator, posterior, noise, codes, normalization } = parts;
    const networks = { generator, trunk, discriminator, posterior };
    super(
      {
        kind: 'info-gan',
        ...(options && { options }),
        networks: Object.fromEntries(Object.entries(networks).map(([name, net]) => [name, describeNetwork(net)])),
        noise: noise.config,
        codes: Object.entries(codes).map(([name, { config }]) => ({ name, ...config })),
        normalization: describeNormalization(normalization),
      },
      Object.fromEntries(Object.entries(networks).map(([name, { variables }]) => [name, variables])),
    );
    this.parts = parts;
    this.game = {
      where: 'infoGan.players(options)',
      dataShape: generator.outputShape,
      packing: 1,
      normalization,
      generatorVariables: generator.variables,
      discriminatorName: 'discriminator',
      discriminatorVariables: {
        ...prefixed('trunk', trunk.variables),
        ...prefixed('discriminator', discriminator.variables),
      },
      notTwiceDifferentiable: unknownParts(trunk, discriminator),
      player: (player) => this.gradientPlayer<NdArray>(player, defaultOptimizer),
      generate: (count, rng) => this.draw(count, rng),
      pack: (x) => tf.reshape(x, [-1, ...trunk.inputShape]),
      features: (x) => trunk.apply(x, { training: true }),
      logits: (features) => tf.reshape(discriminator.apply(features, { training: true }), [-1]),
    };
  }

  /**
   * Generates examples on the scale of the data. Codes that are not given are drawn.
   *
   * @param codes Values of codes by name, `[count, dimension]` each.
   * @returns `[count, ...dataShape]`.
   * @throws RangeError for a count that is not a positive integer, or codes of another name or shape.
   */
  sample(count: number, rng: Rng, codes: GivenCodes = {}): tf.Tensor {
    const where = 'infoGan.sample(count, rng)';
    this.checkAlive(where);
    checkPositiveInteger(where, count);
    checkRng(where, rng);
    return tf.tidy(() => {
      const { generator, normalization } = this.parts;
      return denormalize(generator.apply(latents(this.parts, count, rng, codes).input), normalization);
    });
  }

  /**
   * Returns Q(c | x) of each code. Call it inside `tf.tidy`: the parameters of the distributions are new tensors.
   *
   * @param x Examples on the scale of the data, `[rows, ...dataShape]`.
   * @throws RangeError for examples of another shape.
   */
  infer(x: tf.Tensor): Readonly<Record<string, Distribution>> {
    this.checkAlive('infoGan.infer(x)');
    checkExamples('infoGan.infer(x)', x, this.game.dataShape);
    return this.posteriors(this.features(normalize(x, this.parts.normalization)), false);
  }

  /**
   * Returns D's logits.
   *
   * @param x Examples on the scale of the data, `[rows, ...dataShape]`.
   * @returns `[rows]`.
   * @throws RangeError for examples of another shape.
   */
  logits(x: tf.Tensor): tf.Tensor1D {
    this.checkAlive('infoGan.logits(x)');
    checkExamples('infoGan.logits(x)', x, this.game.dataShape);
    const { discriminator, normalization } = this.parts;
    return tf.tidy(
      () => tf.reshape(discriminator.apply(this.features(normalize(x, normalization))), [-1]) as tf.Tensor1D,
    );
  }

  /**
   * Returns V(G, D) on real examples and as many generated ones, with codes drawn: a lower bound of 2 JSD - log 4, in nats. It
   * says what D knows, not how good G is (ERRATA E24).
   *
   * @param real `[rows, ...dataShape]`, on the scale of the data.
   * @throws RangeError for examples of another shape.
   */
  value(real: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    this.checkAlive('infoGan.value(real, rng)');
    checkExamples('infoGan.value(real, rng)', real, this.game.dataShape);
    return tidyBound(() => {
      const found = this.logits(real);
      const generated = this.logits(this.sample(real.shape[0]!, rng));
      return minimax().discriminator(found, generated).bound as TensorBound<'lower'>;
    });
  }

  /**
   * Returns H(c) + E log Q(c | G(z, c)) <= I(c; G(z, c)), in nats, over `count` draws: of all codes together, with a term for each.
   * It cannot exceed {@link ceiling}.
   *
   * @throws RangeError for a count that is not a positive integer.
   * @see Chen et al. 2016, eq. 5; ERRATA E36
   */
  informationBound(count: number, rng: Rng): TensorBound<'lower'> {
    const where = 'infoGan.informationBound(count, rng)';
    this.checkAlive(where);
    checkPositiveInteger(where, count);
    checkRng(where, rng);
    const { generator, codes } = this.parts;
    return tidyBound(() => {
      const { input, drawn } = latents(this.parts, count, rng);
      return informationBound(codes, this.posteriors(this.features(generator.apply(input)), false), drawn);
    });
  }

  /** Returns the upper limit of {@link informationBound}, per code and in total, in nats: H(c) for discrete codes. */
  ceiling(): { readonly total: number; readonly codes: Readonly<Record<string, number>> } {
    const codes = Object.fromEntries(Object.entries(this.parts.codes).map(([name, { ceiling }]) => [name, ceiling]));
    return { total: Object.values(codes).reduce((sum, nats) => sum + nats, 0), codes };
  }

  /**
   * Returns a grid of examples in which one code goes through its values in each row. A row keeps its noise and its other codes.
   *
   * @returns `images`, `[rows * columns, ...dataShape]`, row by row.
   * @throws RangeError for an unknown code, or sizes that are not positive integers.
   */
  traverse(options: TraversalOptions): { readonly images: tf.Tensor; readonly columns: number } {
    this.checkAlive('infoGan.traverse(options)');
    return traverse(this.parts, options);
  }

  /**
   * Returns the players, for `fit`: `'discriminator and posterior'`, `'generator'`; or, with options for Q, `'discriminator'`,
   * `'generator'`, `'posterior'`. Without an optimizer a player has Adam with learning rate 2e-4 and beta1 0.5, the setting of
   * DCGAN.
   *
   * @throws RangeError for unknown options, options out of range such as a negative lambda, or one optimizer for two players.
   * @throws Error for a penalty on networks whose second derivatives are not known to be right.
   * @throws RangeError while training, for a batch of another shape, of one example or one point, or whose rows are not a
   * multiple of criticSteps.
   * @throws NonFiniteError while training; it names the player whose weights or bound are not finite.
   */
  players(options: InfoGanPlayersOptions = {}): Player<NdArray>[] {
    this.checkAlive('infoGan.players(options)');
    const { parts, game } = this;
    const posteriors = (features: tf.Tensor) => this.posteriors(features, true);
    return playersOf({ parts, game, draw: (count, rng) => this.draw(count, rng), posteriors }, options);
  }

  private draw(count: number, rng: Rng): { readonly examples: tf.Tensor; readonly drawn: GivenCodes } {
    const { input, drawn } = latents(this.parts, count, rng);
    return { examples: this.parts.generator.apply(input, { training: true }), drawn };
  }

  /** Returns the trunk's features of examples on the networks' scale, not in training. */
  private features(x: tf.Tensor): tf.Tensor {
    return this.parts.trunk.apply(this.game.pack(x));
  }

  /** Returns Q of each code from features. */
  private posteriors(features: tf.Tensor, training: boolean): Readonly<Record<string, Distribution>> {
    const { posterior, codes } = this.parts;
    const outputs = posterior.apply(features, { training });
    let from = 0;
    // Slices: the gradient of tfjs's split throws where there is one part.
    const entries = Object.entries(codes).map(([name, code]) => {
      const part = tf.slice(outputs, [0, from], [-1, code.units]);
      from += code.units;
      return [name, code.posterior(part)] as const;
    });
    return Object.fromEntries(entries);
  }
}
