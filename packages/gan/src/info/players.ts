import { type Distribution, gradientPlayer, prefixed, tensorBound } from '@latents/core';
import type { NdArray, Rng } from '@latents/math';
import { maximize, minimizeUnsound, type Player, type Term } from '@latents/training';
import type * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from '../game/check-batch.js';
import { type DiscriminatorOptions, discriminatorStep, moves, type PlayerOptions } from '../game/discriminator-step.js';
import type { Game } from '../game/game.js';
import { moveGenerator } from '../game/generator-step.js';
import { addNoise } from '../game/instance-noise.js';
import { nameCulprit } from '../game/name-culprit.js';
import type { GanObjective } from '../objectives/gan-objective.js';
import { nonSaturating } from '../objectives/minimax.js';
import type { InfoGanParts } from './info-gan-parts.js';
import { codeOf, type GivenCodes, informationBound } from './information-bound.js';
import { pricesOf } from './prices.js';

/** Who moves how. Everything but the optimizers has a default. */
export interface InfoGanStepOptions
  extends Omit<DiscriminatorOptions, 'optimizer' | 'objective' | keyof PlayerOptions> {
  readonly generator: tf.Optimizer;
  readonly discriminator: tf.Optimizer;
  /**
   * Q's own. Without it, Q moves together with D, by D's optimizer and on the examples that D is shown, and both raise V plus lambda
   * times the bound: as in the paper's program, in about three quarters of the time.
   */
  readonly posterior?: tf.Optimizer;
  /** Default {@link nonSaturating}. */
  readonly objective?: GanObjective;
  /** What a nat of each code's information is worth to G (default 1): one number, or one by the code's name, 0 for those left out. */
  readonly lambda?: number | Readonly<Record<string, number>>;
  /** Whether a Q with an optimizer of its own trains the trunk that it shares with D too (default true), or its own head only. */
  readonly posteriorMovesTrunk?: boolean;
  /** A learning rate for each step, and a norm that gradients are clipped to, by player. */
  readonly moves?: Readonly<Partial<Record<'generator' | 'discriminator' | 'posterior', PlayerOptions>>>;
}

/** An InfoGAN as its players see it. */
export interface InfoGame {
  readonly parts: InfoGanParts;
  readonly game: Game;
  /** Generated examples on the networks' scale, and the codes that they were made of. */
  make(count: number, rng: Rng): { readonly made: tf.Tensor; readonly drawn: GivenCodes };
  /** Q of what the trunk sees. */
  read(seen: tf.Tensor): Readonly<Record<string, Distribution>>;
}

/** D, G and Q; or D with Q, and G. Throws as `InfoGan.steps` says. */
export function playersOf({ parts, game, make, read }: InfoGame, options: InfoGanStepOptions): Player<NdArray>[] {
  const { generator, discriminator, posterior, objective = nonSaturating(), ...rest } = options;
  const { lambda, posteriorMovesTrunk, moves: moved = {}, ...shared } = rest;
  const optimizers = [generator, discriminator, ...(posterior ? [posterior] : [])];
  if (new Set(optimizers).size < optimizers.length) {
    const wanted = posterior ? 'three' : 'two';
    throw new RangeError(
      `infoGan.players(options): expected ${wanted} optimizers, got one for two players. Each keeps its own state.`,
    );
  }
  if (posterior === undefined && (posteriorMovesTrunk !== undefined || moved.posterior !== undefined)) {
    throw new RangeError(
      'infoGan.players(options): expected posteriorMovesTrunk and moves.posterior only with an optimizer `posterior`, got none. Without one Q moves with D.',
    );
  }
  const { codes } = parts;
  const prices = pricesOf(lambda ?? 1, Object.keys(codes));
  const { instanceNoise, criticSteps = 1 } = shared;
  const informationOf = (seen: tf.Tensor, drawn: GivenCodes) => informationBound(codes, read(seen), drawn);
  /** The bound's terms at their prices; for who goes down, with a minus. */
  const priced = (seen: tf.Tensor, drawn: GivenCodes, sign: 1 | -1): Term<tf.Scalar>[] =>
    informationOf(seen, drawn).terms.map(({ name, nats }) => ({
      name,
      nats,
      weight: sign * (prices[codeOf(name)] ?? 0),
    }));

  const d = discriminatorStep(
    game,
    { ...shared, ...moved.discriminator, optimizer: discriminator, objective },
    posterior === undefined
      ? {
          player: 'posterior',
          variables: prefixed('posterior', parts.posterior.variables),
          of: 'lambda I(c; G)',
          generate(count, rng) {
            const { made, drawn } = make(count, rng);
            return { made, terms: (seen) => priced(seen, drawn, 1) };
          },
        }
      : undefined,
  );
  const g = moveGenerator(game, { ...moved.generator, optimizer: generator, criticSteps }, (count, rng, step) => {
    const { made, drawn } = make(count, rng);
    const shown = addNoise(made, instanceNoise, step, rng);
    const seen = game.look(game.pack(shown));
    const fooled = objective.generator(game.judge(seen));
    // Q reads what G made, without the noise on what D sees.
    const clear = shown === made ? seen : game.look(game.pack(made));
    return minimizeUnsound(
      tensorBound('none', `${fooled.bound.of} - lambda I(c; G)`, [...fooled.bound.terms, ...priced(clear, drawn, -1)]),
    );
  });
  const { discriminatorVariables: forD, generatorVariables: forG } = game;
  const head = prefixed('posterior', parts.posterior.variables);
  if (posterior === undefined) {
    return [d, g].map((step) => nameCulprit(step, { [d.name]: { ...forD, ...head }, generator: forG }));
  }
  const forQ = { ...head, ...((posteriorMovesTrunk ?? true) && prefixed('trunk', parts.trunk.variables)) };
  const q = gradientPlayer<NdArray>({
    name: 'posterior',
    variables: forQ,
    optimizer: posterior,
    ...moves(moved.posterior),
    check: (batch) => checkBatch('infoGan.steps: posterior', batch, { ...game, updates: criticSteps }),
    // What G made is a constant here: none of its variables is among those that move (ERRATA E33).
    objective: (x, rng) => {
      const { made, drawn } = make(x.shape[0]! / criticSteps, rng);
      return maximize(informationOf(game.look(game.pack(made)), drawn));
    },
  });
  return [d, g, q].map((step) => nameCulprit(step, { discriminator: forD, generator: forG, posterior: forQ }));
}
