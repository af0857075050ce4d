import type { NamedVariables } from '@latents/core';
import type { NdArray } from '@latents/math';
import { NonFiniteError, type Player } from '@latents/training';

/**
 * Returns the player with its non-finite errors attributed to the player whose weights are not finite. D is the first to see
 * the examples of a G that has diverged.
 *
 * @param variables The variables of each player, by its name.
 */
export function attributeNonFinite(
  player: Player<NdArray>,
  variables: Readonly<Record<string, NamedVariables>>,
): Player<NdArray> {
  return withTake(player, async (batch, context) => {
    try {
      return await player.take(batch, context);
    } catch (error) {
      if (!(error instanceof NonFiniteError) || (await firstNonFinite(variables[player.name]!))) throw error;
      for (const [name, own] of Object.entries(variables)) {
        const found = await firstNonFinite(own);
        if (found) throw new NonFiniteError(name, context.step, found.name, found.value);
      }
      throw error;
    }
  });
}

/** Returns a player with another `take`. Its settings are read when they are asked for, as the optimizer may change. */
export function withTake(
  player: Player<NdArray>,
  take: Player<NdArray>['take'],
  more: Partial<Player<NdArray>> = {},
): Player<NdArray> {
  return {
    name: player.name,
    ...(player.model && { model: player.model }),
    get settings() {
      return player.settings!;
    },
    take,
    ...(player.state && { state: player.state }),
    ...(player.restore && { restore: player.restore }),
    ...more,
  };
}

async function firstNonFinite(variables: NamedVariables): Promise<{ name: string; value: number } | undefined> {
  for (const [name, variable] of Object.entries(variables)) {
    const value = (await variable.data()).find((weight) => !Number.isFinite(weight));
    if (value !== undefined) return { name, value };
  }
  return undefined;
}
