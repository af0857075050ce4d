import { describeNetwork, NetworkModel, type TensorBound, tidyBound } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type NdArray, type Rng } from '@latents/math';
import type { Json, Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { minimax } from '../objectives/minimax.js';
import { attributeNonFinite } from './attribute-non-finite.js';
import { checkExamples } from './check-examples.js';
import { discriminatorPlayer } from './discriminator-player.js';
import type { Game } from './game.js';
import { checkGanParts, type GanParts } from './gan-parts.js';
import { generatorPlayer } from './generator-player.js';
import { denormalize, describeNormalization, normalize } from './normalization.js';
import { checkOptimizers, defaultOptimizer, type GanPlayersOptions, gameOptions } from './player-options.js';

/**
 * A generative adversarial network: a generator G of examples from noise, and a discriminator D. D bounds from below how far the
 * examples are from the data. D's move is sound. G's is not, for it moves a lower bound down (the note's section 2.2), and its
 * readings say so.
 *
 * @example
 * ```ts
 * import { mlp } from '@latents/core';
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { batches, boxNoise, createRng, fit, Gan } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const gan = new Gan({
 *   generator: mlp({ inputDim: 3, hidden: [16], outputDim: 2, rng }),
 *   discriminator: mlp({ inputDim: 2, hidden: [32], outputDim: 1, activation: 'leakyRelu', rng }),
 *   noise: boxNoise(3),
 * });
 * const players = gan.players({ generator: { learningRate: 1e-3 }, discriminator: { learningRate: 4e-3 } });
 * const data = batches(ringMixture().sample(64, rng).x, { size: 16, rng });
 * for await (const _ of fit(players, data, { steps: 2, rng }));
 * gan.sample(5, rng).shape; // => [5, 2]
 * gan.dispose();
 * ```
 * @see Stratos section 2.1, 2.4; Goodfellow et al. 2014
 */
export class Gan extends NetworkModel<NdArray, GanPlayersOptions> {
  readonly parts: GanParts;
  private readonly game: Game;

  /**
   * Makes a model of the given parts, which it owns from then on. {@link createGan} makes the usual parts.
   *
   * @param options The options of the factory that made the parts, as plain JSON: `load(factory, source)` needs them.
   * @throws RangeError if the shapes of the parts do not fit together.
   */
  constructor(parts: GanParts, options?: { readonly [key: string]: Json }) {
    checkGanParts(parts);
    const { generator, discriminator, noise, packing = 1, normalization } = parts;
    super(
      {
        kind: 'gan',
        ...(options && { options }),
        networks: { generator: describeNetwork(generator), discriminator: describeNetwork(discriminator) },
        noise: noise.config,
        packing,
        normalization: describeNormalization(normalization),
      },
      { generator: generator.variables, discriminator: discriminator.variables },
    );
    this.parts = parts;
    this.game = {
      where: 'gan.players(options)',
      dataShape: generator.outputShape,
      packing,
      normalization,
      generatorVariables: generator.variables,
      discriminatorName: 'discriminator',
      discriminatorVariables: discriminator.variables,
      notTwiceDifferentiable: discriminator.notTwiceDifferentiable,
      player: (player) => this.gradientPlayer<NdArray>(player, defaultOptimizer),
      generate: (count, rng) => ({ examples: generator.apply(noise.sample(count, rng), { training: true }) }),
      pack: (x) => tf.reshape(x, [-1, ...discriminator.inputShape]),
      features: (packed) => packed,
      logits: (features) => tf.reshape(discriminator.apply(features, { training: true }), [-1]),
    };
  }

  /**
   * Generates examples on the scale of the data.
   *
   * @returns `[count, ...dataShape]`.
   * @throws RangeError unless `count` is a positive integer.
   */
  sample(count: number, rng: Rng): tf.Tensor {
    const where = 'gan.sample(count, rng)';
    this.checkAlive(where);
    checkPositiveInteger(where, count);
    checkRng(where, rng);
    return tf.tidy(() => this.generate(this.parts.noise.sample(count, rng)));
  }

  /**
   * Generates the examples of given noise, on the scale of the data.
   *
   * @param z `[count, dimension]`.
   * @returns `[count, ...dataShape]`.
   * @throws RangeError for noise of another shape.
   */
  generate(z: tf.Tensor): tf.Tensor {
    this.checkAlive('gan.generate(z)');
    const { generator, noise, normalization } = this.parts;
    if (z.rank !== 2 || z.shape[1] !== noise.dimension) {
      throw new RangeError(`gan.generate(z): expected noise [count, ${noise.dimension}], got [${z.shape}].`);
    }
    return tf.tidy(() => denormalize(generator.apply(z), normalization));
  }

  /**
   * Returns D's logits.
   *
   * @param x Examples on the scale of the data, `[rows, ...dataShape]`.
   * @returns `[rows / packing]`.
   * @throws RangeError for examples of another shape, or rows that packing does not divide.
   */
  logits(x: tf.Tensor): tf.Tensor1D {
    this.checkAlive('gan.logits(x)');
    const { discriminator, normalization, packing } = this.parts;
    checkExamples('gan.logits(x)', x, this.game.dataShape, packing);
    return tf.tidy(
      () => tf.reshape(discriminator.apply(this.game.pack(normalize(x, normalization))), [-1]) as tf.Tensor1D,
    );
  }

  /**
   * Returns V(G, D) on real examples and as many generated ones: a lower bound of 2 JSD - log 4, in nats. Where examples are
   * packed, it is a bound for packs. It says what D knows, not how good G is: it is near -log 4 if D was not trained, too
   * (ERRATA E24).
   *
   * @param real `[rows, ...dataShape]`, on the scale of the data.
   * @throws RangeError for examples of another shape, or rows that packing does not divide.
   */
  value(real: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    this.checkAlive('gan.value(real, rng)');
    checkExamples('gan.value(real, rng)', real, this.game.dataShape, this.parts.packing);
    return tidyBound(() => {
      const fake = this.sample(real.shape[0]!, rng);
      return minimax().discriminator(this.logits(real), this.logits(fake)).bound as TensorBound<'lower'>;
    });
  }

  /**
   * Returns the players, for `fit`: `'discriminator'`, then `'generator'`. Without an optimizer a player has Adam with learning
   * rate 2e-4 and beta1 0.5, the setting of DCGAN.
   *
   * @throws RangeError for unknown options, options out of range, or one optimizer for both players.
   * @throws Error for a penalty on a discriminator whose second derivatives are not known to be right.
   * @throws RangeError while training, for a batch of another shape, of one example or one point, or whose rows are not a
   * multiple of packing times criticSteps.
   * @throws NonFiniteError while training; it names the player whose weights or bound are not finite.
   */
  players(options: GanPlayersOptions = {}): Player<NdArray>[] {
    const where = 'gan.players(options)';
    this.checkAlive(where);
    checkOptions(where, options, ['generator', 'discriminator', 'objective', 'instanceNoise']);
    const game = gameOptions('gan', options);
    checkOptimizers(where, [game.discriminator, game.generator]);
    const { generatorVariables: generator, discriminatorVariables: discriminator } = this.game;
    return [discriminatorPlayer(this.game, game), generatorPlayer(this.game, game)].map((player) =>
      attributeNonFinite(player, { discriminator, generator }),
    );
  }
}
