import { initializeGaussianMixture, onlineEm } from '@latents/em';
import { createRng, fromRows } from '@latents/math';
import { describe, expect, it } from 'vitest';

// One Gaussian in one dimension: its statistics are the mean of x and of x^2, and the M step has a closed form.
const [first, second] = [
  [1, 2, 6],
  [0, 10],
];
const data = (batch: number[]) => fromRows(batch.map((x) => [x]));
const average = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const prior = { strength: 3, scale: 5 };
const start = initializeGaussianMixture(data(first), { components: 1, rng: createRng(0), covariancePrior: prior });

/** Moves once on each batch and returns the mean and the variance of the model. */
async function trained(batches: number[][], examples: number, options = {}): Promise<[number, number]> {
  const { player, model } = onlineEm(start, examples, options);
  for (const [step, batch] of batches.entries()) await player.take(data(batch), { step, rng: createRng(0) });
  return [model.means.data[0]!, model.covariances.data[0]!];
}

/** Returns the variance of highest posterior density: `strength` pseudo-observations next to `examples` with this variance. */
const shrunk = (variance: number, examples: number) =>
  (examples * variance + prior.strength * prior.scale) / (examples + prior.strength);

describe('onlineEm of one Gaussian with a prior, in closed form', () => {
  it.each([3, 1000])('one batch of 3 counts as %d examples against the prior', async (examples) => {
    const [mean, variance] = await trained([first], examples);
    expect(mean).toBeCloseTo(3, 12);
    // (4 + 1 + 9) / 3.
    expect(variance).toBeCloseTo(shrunk(14 / 3, examples), 10);
  });

  it.each([
    [{}, 3 ** -0.6],
    [{ decay: 1, delay: 4 }, 1 / 5],
  ])('the second batch moves the statistics per example by the rate of its step, options %j', async (options, rate) => {
    const [mean, variance] = await trained([first, second], 50, options);
    const mix = (of: (x: number) => number) => (1 - rate) * average(first.map(of)) + rate * average(second.map(of));
    const m = mix((x) => x);
    expect(mean).toBeCloseTo(m, 12);
    expect(variance).toBeCloseTo(shrunk(mix((x) => x * x) - m ** 2, 50), 9);
  });
});
