import { defaultAdam, type PlayerOptions } from '@latents/core';
import { checkOptions } from '@latents/math';
import type { Json } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import { checkGanObjective, type GanObjective } from '../objectives/gan-objective.js';
import { nonSaturating } from '../objectives/minimax.js';
import type { GradientPenalty } from '../penalties/gradient-penalty.js';
import type { NoiseSchedule } from './instance-noise.js';
import type { ReplayOptions } from './replay.js';

/** Options of the player who moves G. */
export interface GeneratorOptions extends PlayerOptions {
  /** The objective of this player. Default: that of the game. */
  readonly objective?: GanObjective;
}

/** Options of the player who moves D. The learning rate of a step holds for all its updates. */
export interface DiscriminatorOptions extends PlayerOptions {
  /** The objective of this player. Default: that of the game. */
  readonly objective?: GanObjective;
  /** Penalties on the slope of D, of distinct names: `[r1(), r2()]`. Default: none. */
  readonly penalties?: readonly GradientPenalty[];
  /** Number of updates of D per update of G (default 1), each on its own share of the batch. */
  readonly criticSteps?: number;
  /** Whether real and generated examples go through D separately (default), or as one batch. */
  readonly separateBatches?: boolean;
  /** Shows D earlier generated examples again (default: never). */
  readonly replay?: ReplayOptions;
}

/** Options of the players of a game; all have defaults. */
export interface GanPlayersOptions {
  readonly generator?: GeneratorOptions;
  readonly discriminator?: DiscriminatorOptions;
  /** The objective of both players. Default {@link nonSaturating}. */
  readonly objective?: GanObjective;
  /** Standard deviation of the noise added to all examples that D judges (default 0). */
  readonly instanceNoise?: NoiseSchedule;
}

/** Checked options of a game, complete but for optimizers. */
export interface GameOptions {
  readonly generator: GeneratorOptions & { readonly objective: GanObjective };
  readonly discriminator: DiscriminatorOptions & { readonly objective: GanObjective; readonly criticSteps: number };
  readonly instanceNoise: NoiseSchedule | undefined;
}

const PLAYER = ['optimizer', 'learningRate', 'clipNorm'] as const;
const DISCRIMINATOR = ['objective', 'penalties', 'criticSteps', 'separateBatches', 'replay'] as const;

/** Returns the options of G and D with their defaults, checked. */
export function gameOptions(model: string, options: GanPlayersOptions): GameOptions {
  const { generator = {}, discriminator = {}, objective = nonSaturating(), instanceNoise } = options;
  checkOptions(`${model}.players({ generator })`, generator, [...PLAYER, 'objective']);
  checkOptions(`${model}.players({ discriminator })`, discriminator, [...PLAYER, ...DISCRIMINATOR]);
  for (const chosen of [objective, generator.objective, discriminator.objective]) {
    if (chosen !== undefined) checkGanObjective(`${model}.players({ objective })`, chosen);
  }
  return {
    generator: { objective, ...generator },
    discriminator: { objective, criticSteps: 1, ...discriminator },
    instanceNoise,
  };
}

/** Throws a RangeError if two players share an optimizer, whose state belongs to one set of variables. */
export function checkOptimizers(where: string, players: readonly PlayerOptions[]): void {
  const given = players.flatMap(({ optimizer }) => (optimizer === undefined ? [] : [optimizer]));
  if (new Set(given).size < given.length) {
    throw new RangeError(
      `${where}: expected ${players.length} optimizers, one per player, got one for two players. Each keeps its own state.`,
    );
  }
}

/**
 * Makes the default optimizer of GANs: Adam with learning rate 2e-4 and beta1 0.5.
 *
 * @see Radford, Metz & Chintala 2016, section 4
 */
export const defaultOptimizer = (): tf.Optimizer => defaultAdam(2e-4, 0.5);

/** Picks the options that core's players take. */
export function gradientOptions({ optimizer, learningRate, clipNorm }: PlayerOptions): PlayerOptions {
  return {
    ...(optimizer && { optimizer }),
    ...(learningRate !== undefined && { learningRate }),
    ...(clipNorm !== undefined && { clipNorm }),
  };
}

/** A schedule as settings keep it: a function is compared by being there. */
export function scheduleSetting(schedule: NoiseSchedule | undefined): Json {
  return typeof schedule === 'function' ? 'schedule' : (schedule ?? 0);
}
