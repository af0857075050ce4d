import { expect, test } from 'vitest';
import { ascend, type Draw, logEvidence, objective } from '../../../src/panels/slip/ascent.js';

const normal = (x: number, mean: number, deviation: number): number =>
  -0.5 * Math.log(2 * Math.PI) - Math.log(deviation) - 0.5 * ((x - mean) / deviation) ** 2;

/** By the trapezoid rule, which converges exponentially for what falls off like a Gaussian. */
function integral(f: (z: number) => number): number {
  let sum = 0;
  for (let z = -30; z <= 30; z += 0.001) sum += f(z) * 0.001;
  return sum;
}

const WORLDS = [
  { x: 1.5, slope: 2, dim: 1 },
  { x: -0.7, slope: 0.5, dim: 3 },
  { x: 10, slope: 10, dim: 2 },
];

test.each(WORLDS)('log p(x) by quadrature: %o', (world) => {
  const p = integral((z) => Math.exp(normal(z, 0, 1) + normal(world.x, world.slope * z, 1)));
  expect(logEvidence(world)).toBeCloseTo(world.dim * Math.log(p), 9);
});

test.each(WORLDS.flatMap((world) => (['deviation', 'variance'] as const).map((draw) => [world, draw] as const)))(
  'the objective by quadrature: %o, %s',
  (world, draw: Draw) => {
    const posterior = { mean: 0.4, logVariance: -0.8 };
    const deviation = Math.exp(-0.4);
    const q = (z: number, s: number) => Math.exp(normal(z, posterior.mean, s));
    const drawn = draw === 'deviation' ? deviation : deviation ** 2;
    const reconstruction = integral((z) => q(z, drawn) * normal(world.x, world.slope * z, 1));
    const rate = integral((z) => q(z, deviation) * (normal(z, posterior.mean, deviation) - normal(z, 0, 1)));
    expect(objective(world, posterior, draw)).toBeCloseTo(world.dim * (reconstruction - rate), 9);
  },
);

test.each(WORLDS)('E9: the ELBO climbs up to log p(x) and no further, the slip past it: %o', (world) => {
  const truth = logEvidence(world);
  const right = ascend(world, 'deviation', 300);
  for (const value of right.values) expect(value).toBeLessThan(truth + 1e-12);
  expect(right.values.at(-1)).toBeCloseTo(truth, 6);
  expect(right.end.mean).toBeCloseTo((world.slope * world.x) / (world.slope ** 2 + 1), 6);
  expect(ascend(world, 'variance', 300).values.at(-1)!).toBeGreaterThan(truth + 0.01 * world.dim);
});

test('a decoder that ignores z: nothing to slip on', () => {
  const world = { x: 1, slope: 0, dim: 1 };
  expect(ascend(world, 'variance', 10).values.at(-1)).toBeCloseTo(logEvidence(world), 12);
});
