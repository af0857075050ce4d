import { categoricalCode, gaussianNoise, InfoGan } from '@latents/gan';
import { useBackend } from '@latents/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { assign, boundOf, linear, linearNormal } from './models.js';

beforeAll(() => useBackend('wasm'));

describe('H(c) + E log Q(c | G(z, c)) against I(c; G(z, c)) in closed form', () => {
  const [a, b] = [0.5, 1.2];
  const information = 0.5 * Math.log1p((b / a) ** 2);
  const exact = { slope: b / (a * a + b * b), scale: a / Math.hypot(a, b) };
  // The spread of log Q is 1/2 chi^2 with one degree of freedom: a standard deviation of 1 / sqrt 2.
  const count = 40_000;
  const error = Math.SQRT1_2 / Math.sqrt(count);

  it('with the exact posterior it is the information', () => {
    expect(Math.abs(boundOf(linearNormal(a, b, exact), count, 1) - information)).toBeLessThan(4 * error);
  });

  it.each([
    ['too wide', { ...exact, scale: 2 * exact.scale }],
    ['too narrow', { ...exact, scale: exact.scale / 1.5 }],
    ['a wrong mean', { ...exact, slope: 0 }],
  ])('E36: with a Q that is %s it is below, by the KL', (_, q) => {
    const variance = exact.scale ** 2 + (q.slope - exact.slope) ** 2 * (a * a + b * b);
    const gap = Math.log(q.scale / exact.scale) + 0.5 * (variance / q.scale ** 2 - 1);
    const spread = (variance / q.scale ** 2) * error;
    expect(Math.abs(boundOf(linearNormal(a, b, q), count, 2) - (information - gap))).toBeLessThan(4 * spread);
    expect(gap).toBeGreaterThan(0.05);
  });

  it('E35: as printed, with the inner expectation under Q, a wrong and sure Q would be above the information', () => {
    const sure = { slope: 0, scale: 0.01 };
    const entropyOfQ = 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(sure.scale);
    const printed = 0.5 * Math.log(2 * Math.PI * Math.E) - entropyOfQ;
    expect(printed).toBeGreaterThan(information + 3);
    expect(boundOf(linearNormal(a, b, sure), 1000, 3)).toBeLessThan(information);
  });

  it('E34: a generator that shows the code exactly reaches the ceiling and no more', () => {
    const gan = linearNormal(0, 1, { slope: 1, scale: 0.100001 }, 0.1);
    const value = boundOf(gan, 500, 4);
    expect(value).toBeLessThanOrEqual(gan.ceiling().total + 1e-4);
    expect(value).toBeGreaterThan(gan.ceiling().total - 0.01);
    expect(gan.ceiling().codes).toEqual({ c: gan.ceiling().total });
  });

  it('E36 with a constant generator: 0, where the printed form says 0 <= -2 log 2', () => {
    const parts = {
      generator: linear(3, 1),
      trunk: linear(1, 1),
      discriminator: linear(1, 1),
      posterior: linear(1, 2),
      noise: gaussianNoise(1),
      codes: { c: categoricalCode(2) },
    };
    assign(parts.generator, [[0], [0], [0]], [1]);
    assign(parts.posterior, [[0, 0]], [0, 0]);
    const gan = new InfoGan(parts);
    const bound = boundOf(gan, 100, 5);
    // I = 0, and so is the bound of -I, -E log Q - H(c). As printed, E log Q - H(c), it would be below what it bounds.
    expect(bound).toBeCloseTo(0, 5);
    const entropy = gan.ceiling().total;
    expect(bound - entropy - entropy).toBeCloseTo(-2 * Math.log(2), 5);
  });
});
