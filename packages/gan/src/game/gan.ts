import {
  assignVariables,
  type Json,
  type ModelConfig,
  type NamedVariables,
  type Network,
  prefixed,
  readVariables,
  save,
  type TensorBound,
} from '@latents/core';
import {
  checkPositiveInteger,
  type NamedArrays,
  type NdArray,
  type Normalization,
  type Rng,
  sizeOfShape,
} from '@latents/math';
import type { Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { GanObjective } from '../objectives/gan-objective.js';
import { minimax, nonSaturating } from '../objectives/minimax.js';
import { type DiscriminatorOptions, discriminatorStep, type PlayerOptions } from './discriminator-step.js';
import type { Game } from './game.js';
import { generatorStep } from './generator-step.js';
import { nameCulprit } from './name-culprit.js';
import type { NoiseSpace } from './noise.js';
import { checkNormalization, denormalize, normalize } from './normalization.js';

export interface GanParts {
  /** From noise to one example. */
  readonly generator: Network;
  /** From `packing` examples, side by side, to one logit. */
  readonly discriminator: Network;
  readonly noise: NoiseSpace;
  /** How many examples D judges at once (default 1): packing, against collapse. @see Lin et al. 2018 */
  readonly packing?: number;
  /** The scale on which the networks see the data (default: as they are). */
  readonly normalization?: Normalization;
}

/** Who moves how. Everything but the optimizers has a default. */
export interface GanStepOptions extends Omit<DiscriminatorOptions, 'optimizer' | 'objective' | keyof PlayerOptions> {
  /** Of G and of D: one each, so two learning rates if they are to move on two time scales. */
  readonly generator: tf.Optimizer;
  readonly discriminator: tf.Optimizer;
  /** Default {@link nonSaturating}. */
  readonly objective?: GanObjective;
  /** A learning rate for each step, and a norm that gradients are clipped to, by player. */
  readonly moves?: Readonly<Partial<Record<'generator' | 'discriminator', PlayerOptions>>>;
}

/**
 * A generative adversarial network: a generator G of examples from noise, and a discriminator D that bounds from below how far
 * they are from the data. D's move is sound; G's is not, for it moves a lower bound down (the note's section 2.2), and its readings
 * say so.
 *
 * @example
 * ```ts
 * import { batches, fit } from '@latents/training';
 * import { createRng } from '@latents/math';
 * import { mlp } from '@latents/core';
 * import { ringMixture } from '@latents/datasets/synthetic';
 * import { boxNoise, Gan } from '@latents/gan';
 *
 * const rng = createRng(0);
 * const gan = new Gan({
 *   generator: mlp({ inputDim: 3, hidden: [16], outputDim: 2, rng }),
 *   discriminator: mlp({ inputDim: 2, hidden: [32], outputDim: 1, activation: 'leakyRelu', rng }),
 *   noise: boxNoise(3),
 * });
 * const players = gan.players({ generator: tf.train.adam(1e-3), discriminator: tf.train.adam(4e-3) });
 * const data = batches(ringMixture().sample(64, rng).x, { size: 16, rng });
 * for await (const _ of fit(players, data, { steps: 2, rng }));
 * gan.sample(5, rng).shape; // => [5, 2]
 * gan.dispose();
 * ```
 * @see Stratos section 2.1, 2.4; Goodfellow et al. 2014
 */
export class Gan {
  readonly parts: GanParts;
  readonly config: ModelConfig;
  readonly variables: NamedVariables;
  private readonly game: Game;

  /** From parts of one's own; {@link createGan} makes the usual ones. Throws a RangeError if their shapes do not meet. */
  constructor(parts: GanParts, config: { readonly [key: string]: Json } = {}) {
    const { generator, discriminator, noise, packing = 1, normalization } = parts;
    checkParts(parts, packing);
    this.parts = parts;
    this.config = {
      ...config,
      kind: 'gan',
      noise: { kind: noise.kind, dimension: noise.dimension },
      dataShape: [...generator.outputShape],
      packing,
      normalization: normalization ? { loc: [...normalization.loc], scale: [...normalization.scale] } : null,
    };
    this.variables = {
      ...prefixed('generator', generator.variables),
      ...prefixed('discriminator', discriminator.variables),
    };
    this.game = {
      where: 'gan',
      dataShape: generator.outputShape,
      packing,
      normalization,
      generatorVariables: generator.variables,
      discriminatorVariables: discriminator.variables,
      notTwiceDifferentiable: discriminator.notTwiceDifferentiable,
      generate: (count, rng) => generator.apply(noise.sample(count, rng), { training: true }),
      pack: (x) => tf.reshape(x, [-1, ...discriminator.inputShape]),
      look: (packed) => packed,
      judge: (seen) => tf.reshape(discriminator.apply(seen, { training: true }), [-1]),
    };
  }

  /** `count` examples on the scale of the data, `[count, ...dataShape]`. */
  sample(count: number, rng: Rng): tf.Tensor {
    checkPositiveInteger('gan.sample(count, rng)', count);
    return tf.tidy(() => this.generate(this.parts.noise.sample(count, rng)));
  }

  /** G(z) on the scale of the data, of noise `[count, dimension]`. Throws a RangeError for another shape. */
  generate(z: tf.Tensor): tf.Tensor {
    const { generator, noise, normalization } = this.parts;
    if (z.rank !== 2 || z.shape[1] !== noise.dimension) {
      throw new RangeError(`gan.generate(z): expected noise [count, ${noise.dimension}], got [${z.shape}].`);
    }
    return tf.tidy(() => denormalize(generator.apply(z), normalization));
  }

  /** D's logits of examples on the scale of the data, `[rows / packing]`. Throws a RangeError for shapes that do not fit. */
  logits(x: tf.Tensor): tf.Tensor1D {
    const { discriminator, normalization, packing = 1 } = this.parts;
    const { dataShape } = this.game;
    if (x.shape.slice(1).join() !== dataShape.join() || x.shape[0]! % packing !== 0) {
      throw new RangeError(
        `gan.logits(x): expected x [rows, ${dataShape}] with rows in multiples of packing (${packing}), got [${x.shape}].`,
      );
    }
    return tf.tidy(
      () => tf.reshape(discriminator.apply(this.game.pack(normalize(x, normalization))), [-1]) as tf.Tensor1D,
    );
  }

  /**
   * V(G, D) on real examples and as many generated ones: a lower bound of 2 JSD - log 4, in nats (of packed examples, where they
   * are packed). It says what D knows, not how good G is: near -log 4 if D was not trained, too (ERRATA E24). Call it inside
   * `tf.tidy`. Throws a RangeError as {@link logits} does.
   */
  value(real: tf.Tensor, rng: Rng): TensorBound<'lower'> {
    const fake = this.sample(real.shape[0]!, rng);
    const { bound } = minimax().discriminator(this.logits(real), this.logits(fake));
    return bound as TensorBound<'lower'>;
  }

  /**
   * The players, for `fit`: `'discriminator'`, then `'generator'`.
   *
   * @throws RangeError for options out of range; Error for a gradient penalty on a discriminator whose second derivatives are not
   * known to be right. While training: RangeError for a batch of another shape, of one example or one point, or whose rows are not
   * a multiple of packing times criticSteps; NonFiniteError that names the player whose weights or bound are not finite.
   */
  players(options: GanStepOptions): Player<NdArray>[] {
    const { generator, discriminator, objective = nonSaturating(), moves = {}, ...rest } = options;
    if (generator === discriminator) {
      throw new RangeError(
        'gan.players(options): expected two optimizers, got one for both players. Each keeps its own state.',
      );
    }
    const { generatorVariables, discriminatorVariables } = this.game;
    return [
      discriminatorStep(this.game, { ...rest, ...moves.discriminator, optimizer: discriminator, objective }),
      generatorStep(this.game, { ...rest, ...moves.generator, optimizer: generator, objective }),
    ].map((step) => nameCulprit(step, { discriminator: discriminatorVariables, generator: generatorVariables }));
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
    assignVariables('gan.restore(state)', this.variables, state);
  }

  dispose(): void {
    this.parts.generator.dispose();
    this.parts.discriminator.dispose();
  }
}

function checkParts({ generator, discriminator, noise, normalization }: GanParts, packing: number): void {
  checkPositiveInteger('new Gan({ packing })', packing);
  if (generator.inputShape.join() !== `${noise.dimension}`) {
    throw new RangeError(
      `new Gan(parts): expected a generator that takes [${noise.dimension}], the noise, got [${generator.inputShape}].`,
    );
  }
  const size = sizeOfShape(generator.outputShape);
  const judged = sizeOfShape(discriminator.inputShape);
  if (judged !== packing * size) {
    throw new RangeError(
      `new Gan(parts): expected a discriminator of ${packing} times [${generator.outputShape}], got one that takes [${discriminator.inputShape}].`,
    );
  }
  if (discriminator.outputShape.join() !== '1') {
    throw new RangeError(
      `new Gan(parts): expected a discriminator that puts out one logit, [1], got [${discriminator.outputShape}].`,
    );
  }
  if (normalization !== undefined) checkNormalization('new Gan', normalization, size);
}
