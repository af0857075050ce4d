import type { NamedVariables } from '@latents/core';
import type { NdArray } from '@latents/math';
import { NonFiniteError, type Player } from '@latents/training';

/**
 * A player's step that names another player where a bound is not finite because of the other's weights: D is the first to see
 * what a G that has run away makes.
 *
 * @param players The variables of each player, by its name.
 */
export function nameCulprit(step: Player<NdArray>, players: Readonly<Record<string, NamedVariables>>): Player<NdArray> {
  return {
    ...step,
    async take(batch, context) {
      try {
        return await step.take(batch, context);
      } catch (error) {
        if (!(error instanceof NonFiniteError) || (await firstNonFinite(players[step.name]!))) throw error;
        for (const [player, variables] of Object.entries(players)) {
          const found = await firstNonFinite(variables);
          if (found) throw new NonFiniteError(player, context.step, found.name, found.value);
        }
        throw error;
      }
    },
  };
}

async function firstNonFinite(variables: NamedVariables): Promise<{ name: string; value: number } | undefined> {
  for (const [name, variable] of Object.entries(variables)) {
    const value = (await variable.data()).find((weight) => !Number.isFinite(weight));
    if (value !== undefined) return { name, value };
  }
  return undefined;
}
