import {
  assignVariables,
  type Distribution,
  type Json,
  type ModelConfig,
  type NamedVariables,
  prefixed,
  readVariables,
  save,
  type TensorBound,
} from '@latents/core';
import { checkPositiveInteger, type NamedArrays, type NdArray, type Rng } from '@latents/math';
import type { Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../game/game.js';
import { denormalize, normalize } from '../game/normalization.js';
import { minimax } from '../objectives/minimax.js';
import { checkParts, unknownParts } from './check-parts.js';
import type { InfoGanParts } from './info-gan-parts.js';
import { type GivenCodes, informationBound } from './information-bound.js';
import { latents } from './latents.js';
import { type InfoGanStepOptions, playersOf } from './players.js';
import { type TraversalOptions, traverse } from './traverse.js';

/**
 * A GAN whose generator is also fed codes c, and made to show them: Q(c | x) bounds I(c; G(z, c)) >= H(c) + E log Q(c | G(z, c)) from
 * below, and G and Q both move that up. Three players: D up on V, G down on its own objective less lambda times the bound, Q up on
 * the bound, alone or with D (ERRATA E35 to E39: the note prints four of these signs otherwise). Only G's move is unsound, for its part of V.
 *
 * @example
 * ```ts
 * import { batches, fit } from '@latents/training';
 * import { createRng } from '@latents/math';
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { categoricalCode, createInfoGan } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const gan = createInfoGan({ dataDim: 2, codes: { mode: categoricalCode(8) }, hidden: [32], rng });
 * const [discriminator, generator, posterior] = [1, 2, 3].map(() => tf.train.adam(1e-3));
 * const players = gan.players({ generator, discriminator, posterior, lambda: { mode: 0.5 } });
 * const data = batches(ringMixture().sample(64, rng).x, { size: 32, rng });
 * const sound: Record<string, boolean> = {};
 * for await (const reading of fit(players, data, { steps: 2, rng })) sound[reading.player] = reading.sound;
 * sound; // => { discriminator: true, generator: false, posterior: true }
 * gan.traverse({ code: 'mode', rows: 3, rng }).images.shape; // => [24, 2]
 * gan.dispose();
 * ```
 * @see Stratos section 2.5, eq. (6); Chen et al. 2016
 */
export class InfoGan {
  readonly parts: InfoGanParts;
  readonly config: ModelConfig;
  readonly variables: NamedVariables;
  private readonly game: Game;

  /** From parts of one's own; {@link createInfoGan} makes the usual ones. Throws a RangeError if their shapes do not meet. */
  constructor(parts: InfoGanParts, config: { readonly [key: string]: Json } = {}) {
    checkParts(parts);
    const { generator, trunk, judge, posterior, noise, codes, normalization } = parts;
    this.parts = parts;
    this.config = {
      ...config,
      kind: 'info-gan',
      noise: { kind: noise.kind, dimension: noise.dimension },
      codes: Object.fromEntries(
        Object.entries(codes).map(([name, { kind, dimension, units }]) => [name, { kind, dimension, units }]),
      ),
      dataShape: [...generator.outputShape],
      normalization: normalization ? { loc: [...normalization.loc], scale: [...normalization.scale] } : null,
    };
    const trunkVariables = prefixed('trunk', trunk.variables);
    this.variables = {
      ...prefixed('generator', generator.variables),
      ...trunkVariables,
      ...prefixed('judge', judge.variables),
      ...prefixed('posterior', posterior.variables),
    };
    this.game = {
      where: 'infoGan',
      dataShape: generator.outputShape,
      packing: 1,
      normalization,
      generatorVariables: generator.variables,
      discriminatorVariables: { ...trunkVariables, ...prefixed('judge', judge.variables) },
      notTwiceDifferentiable: unknownParts(trunk, judge),
      generate: (count, rng) => generator.apply(latents(parts, count, rng).input, { training: true }),
      pack: (x) => tf.reshape(x, [-1, ...trunk.inputShape]),
      look: (x) => trunk.apply(x, { training: true }),
      judge: (seen) => tf.reshape(judge.apply(seen, { training: true }), [-1]),
    };
  }

  /** `count` examples on the scale of the data, `[count, ...dataShape]`, with codes drawn where none are given. */
  sample(count: number, rng: Rng, codes: GivenCodes = {}): tf.Tensor {
    checkPositiveInteger('infoGan.sample(count, rng)', count);
    return tf.tidy(() => {
      const { generator, normalization } = this.parts;
      return denormalize(generator.apply(latents(this.parts, count, rng, codes).input), normalization);
    });
  }

  /**
   * Q(c | x) of each code, for examples on the scale of the data `[rows, ...dataShape]`. Call it inside `tf.tidy`: the distributions'
   * parameters are new tensors. Throws a RangeError for another shape.
   */
  infer(x: tf.Tensor): Readonly<Record<string, Distribution>> {
    this.checkExamples('infoGan.infer(x)', x);
    return this.posteriors(this.features(normalize(x, this.parts.normalization)), false);
  }

  /** D's logits of examples on the scale of the data, `[rows]`. Throws a RangeError for another shape. */
  logits(x: tf.Tensor): tf.Tensor1D {
    this.checkExamples('infoGan.logits(x)', x);
    const { judge, normalization } = this.parts;
    return tf.tidy(() => tf.reshape(judge.apply(this.features(normalize(x, normalization))), [-1]) as tf.Tensor1D);
  }

  /**
   * V(G, D) on real examples and as many generated ones, codes drawn: a lower bound of 2 JSD - log 4, in nats, that says what D knows
   * and not how good G is (ERRATA E24). Call it inside `tf.tidy`. Throws a RangeError for another shape.
   */
  value(real: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    const found = this.logits(real);
    return minimax().discriminator(found, this.logits(this.sample(real.shape[0]!, rng))).bound as TensorBound<'lower'>;
  }

  /**
   * H(c) + E log Q(c | G(z, c)) <= I(c; G(z, c)), in nats, over `count` draws: of all codes together, a term for each. It cannot
   * exceed {@link ceiling}. Call it inside `tf.tidy`.
   *
   * @throws RangeError for a count that is not a positive integer.
   * @see Chen et al. 2016, eq. 5; ERRATA E36
   */
  informationBound(count: number, rng: Rng): TensorBound<'lower'> {
    checkPositiveInteger('infoGan.informationBound(count, rng)', count);
    const { generator } = this.parts;
    const { input, drawn } = latents(this.parts, count, rng);
    return informationBound(this.parts.codes, this.posteriors(this.features(generator.apply(input)), false), drawn);
  }

  /** The most that {@link informationBound} can say, by the codes' names and of all (`total`): H(c) of discrete codes. */
  ceiling(): { readonly total: number; readonly codes: Readonly<Record<string, number>> } {
    const codes = Object.fromEntries(Object.entries(this.parts.codes).map(([name, { ceiling }]) => [name, ceiling]));
    return { total: Object.values(codes).reduce((sum, nats) => sum + nats, 0), codes };
  }

  /**
   * A grid `[rows * columns, ...dataShape]`, row by row: each row keeps its noise and its other codes while one code goes through its
   * values.
   *
   * @throws RangeError for a code that is none of the model's, or sizes that are not positive integers.
   */
  traverse(options: TraversalOptions): { readonly images: tf.Tensor; readonly columns: number } {
    return traverse(this.parts, options);
  }

  /**
   * The players, for `fit`: `'discriminator'`, `'generator'`, `'posterior'`; or, without an optimizer for Q,
   * `'discriminator and posterior'`, `'generator'`.
   *
   * @throws RangeError for options out of range: a negative lambda, say, or Q's options without Q's optimizer; Error for a gradient penalty on networks whose second
   * derivatives are not known to be right. While training: RangeError for a batch of another shape, of one example or one point, or
   * whose rows are not a multiple of criticSteps; NonFiniteError that names the player whose weights or bound are not finite.
   */
  players(options: InfoGanStepOptions): Player<NdArray>[] {
    const { parts, game } = this;
    return playersOf(
      {
        parts,
        game,
        make: (count, rng) => {
          const { input, drawn } = latents(parts, count, rng);
          return { made: parts.generator.apply(input, { training: true }), drawn };
        },
        read: (seen) => this.posteriors(seen, true),
      },
      options,
    );
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
    assignVariables('infoGan.restore(state)', this.variables, state);
  }

  dispose(): void {
    const { generator, trunk, judge, posterior } = this.parts;
    for (const network of [generator, trunk, judge, posterior]) network.dispose();
  }

  private checkExamples(where: string, x: tf.Tensor): void {
    if (x.shape.slice(1).join() !== this.game.dataShape.join() || x.rank < 2) {
      throw new RangeError(`${where}: expected x [rows, ${this.game.dataShape}], got [${x.shape}].`);
    }
  }

  /** What the trunk sees in examples on the networks' scale, at rest. */
  private features(x: tf.Tensor): tf.Tensor {
    return this.parts.trunk.apply(this.game.pack(x));
  }

  /** Q of features that the trunk puts out. */
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
