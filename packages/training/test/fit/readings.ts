import type { Move, Player, Reading } from '@latents/training';

/** A player whose move reports what `nats` says, and remembers what it was given. */
export function playerOf(
  player: string,
  nats: (step: number) => number = (step) => step,
  log: string[] = [],
): Player<unknown> & { readonly draws: number[] } {
  const draws: number[] = [];
  return {
    name: player,
    draws,
    take: (_, { step, rng }): Move => {
      log.push(`${player} ${step}`);
      draws.push(rng.uniform());
      const value = nats(step);
      return { nats: value, of: 'log p(x)', side: 'lower', direction: 'up', sound: true, terms: { term: value } };
    },
  };
}

/** Readings of the given players, as `fit` would yield them. */
export async function* streamOf(nats: readonly number[], players: readonly string[] = ['a']): AsyncGenerator<Reading> {
  for (const [step, value] of nats.entries()) {
    for (const [i, player] of players.entries()) {
      yield {
        ...{ step, epoch: 0, player, nats: value, of: 'log p(x)', side: 'lower', direction: 'up', sound: true },
        ...{ terms: { half: value / 2 }, endsStep: i === players.length - 1, examples: 10 },
      } as Reading;
    }
  }
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}
