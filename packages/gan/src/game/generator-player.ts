import { type TensorObjective, tensorBound } from '@latents/core';
import type { NdArray } from '@latents/math';
import { type Json, maximizeUnsound, minimizeUnsound, type Player, type Term } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from './check-batch.js';
import type { Game } from './game.js';
import { addNoise } from './instance-noise.js';
import { normalize } from './normalization.js';
import { type GameOptions, gradientOptions, scheduleSetting } from './player-options.js';

/**
 * Returns the player who moves G, on as many examples as one update of D. The batch's values reach it only if its objective
 * asks for D's logits of real examples.
 *
 * @param settings Further settings, compared when a run is resumed.
 */
export function generatorPlayer(
  game: Game,
  { generator, discriminator: { criticSteps }, instanceNoise }: GameOptions,
  settings: { readonly [name: string]: Json } = {},
): Player<NdArray> {
  const { objective } = generator;
  return game.player({
    name: 'generator',
    variables: game.generatorVariables,
    ...gradientOptions(generator),
    settings: { objective: objective.name, criticSteps, instanceNoise: scheduleSetting(instanceNoise), ...settings },
    check: (batch) => checkBatch(`${game.where}: generator`, batch, { ...game, updates: criticSteps }),
    objective: (x, rng, step) => {
      const rows = x.shape[0]! / criticSteps;
      const { examples, information } = game.generate(rows, rng);
      const shown = addNoise(examples, instanceNoise, step, rng);
      const features = game.features(game.pack(shown));
      const real = once(() => {
        const seen = addNoise(normalize(tf.slice(x, 0, rows), game.normalization), instanceNoise, step, rng);
        return game.logits(game.features(game.pack(seen)));
      });
      const played = objective.generator(game.logits(features), real);
      if (information === undefined) return played;
      // Q reads the generated examples without the noise on what D judges.
      return withInformation(played, information(shown === examples ? features : game.features(game.pack(examples))));
    },
  });
}

/** Raises information too: the terms are added if the bound goes up, and subtracted if it goes down. */
function withInformation({ bound, direction }: TensorObjective, information: readonly Term<tf.Scalar>[]) {
  const up = direction === 'up';
  const signed = information.map((term) => ({ ...term, weight: up ? term.weight : -term.weight }));
  const together = tensorBound('none', `${bound.of} ${up ? '+' : '-'} lambda I(c; G)`, [...bound.terms, ...signed]);
  return up ? maximizeUnsound(together) : minimizeUnsound(together);
}

/** Returns a function that computes its value on the first call. */
function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: compute() };
    return made.value;
  };
}
