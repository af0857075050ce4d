import { bottleneckCurve, criticalBeta, informationBottleneck, jointOf } from '@latents/infotheory/tables';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { convexityOf } from '../../src/bottleneck/convexity.js';
import { codedJoints, plainInformation, randomChannel, randomJoint } from '../fixture.js';

const geometric = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

describe('bottleneckCurve', () => {
  const joint = randomJoint([6, 4], 11);
  const betas = geometric(1.02, 60, 40);
  const curve = bottleneckCurve(joint, { betas, rng: createRng(0) });

  it('is concave, rises in rate and relevance, and its slope is 1 / beta', () => {
    expect(curve.contradiction).toBeLessThan(1e-9);
    for (const [i, above] of curve.codes.slice(1).entries()) {
      const below = curve.codes[i]!;
      const [run, rise] = [above.rate - below.rate, above.relevance - below.relevance];
      expect(run).toBeGreaterThanOrEqual(-1e-8);
      expect(rise).toBeGreaterThanOrEqual(-1e-8);
      // Optimality at both ends brackets the chord.
      expect(rise).toBeLessThanOrEqual(run / below.beta + 1e-8);
      expect(rise).toBeGreaterThanOrEqual(run / above.beta - 1e-8);
    }
    expect(curve.codes.at(-1)!.relevance).toBeLessThanOrEqual(curve.information + 1e-12);
  });

  it('is at no beta worse than 20 random starts', () => {
    for (const i of [5, 15, 25, 35]) {
      const alone = informationBottleneck(joint, { beta: betas[i]!, starts: 20, rng: createRng(i) });
      expect(curve.codes[i]!.lagrangian).toBeLessThanOrEqual(alone.lagrangian + 1e-9);
    }
  });

  it('its first transition is at the critical beta', () => {
    const [first] = curve.transitions;
    const { onset } = criticalBeta(joint);
    expect(first!.cardinality[0]).toBe(1);
    expect(first!.between[0]).toBeLessThanOrEqual(onset + 1e-9);
    expect(first!.between[1]).toBeGreaterThanOrEqual(onset - 1e-9);
  });

  it('warns of each beta below the onset, and of no other', () => {
    const { onset } = criticalBeta(joint);
    expect(betas[0]!).toBeLessThan(onset);
    for (const { beta, warnings } of curve.codes) {
      if (beta < onset * 0.999) {
        expect(warnings).toHaveLength(1);
        expect(warnings[0]).toContain(`below beta ${onset}`);
      } else if (beta > onset * 1.05) expect(warnings).toEqual([]);
    }
  });

  it('with hard codes the Lagrangian is concave in beta', () => {
    const hard = bottleneckCurve(joint, { betas: geometric(1.5, 40, 12), alpha: 0, rng: createRng(0) });
    expect(hard.contradiction).toBeLessThan(1e-9);
    expect(hard.codes.every(({ encoder }) => [...encoder.data].every((q) => q === 0 || q === 1))).toBe(true);
  });

  it.each([
    [[], 'got none'],
    [[2, 1], 'got 1 at index 1'],
    [[0, 1], 'got 0 at index 0'],
    [[1, Infinity], 'got Infinity'],
  ])('refuses betas %j', (wrong, message) => {
    expect(() => bottleneckCurve(joint, { betas: wrong, rng: createRng(0) })).toThrow(message);
  });
});

it('the certificate shows a code that is not optimal', () => {
  const joint = randomJoint([5, 3], 4);
  const { codes } = bottleneckCurve(joint, { betas: [3, 6, 12], rng: createRng(0) });
  const empty = { ...codes[1]!, rate: 0, relevance: 0, entropy: 0, lagrangian: 0 };
  const { worst, rival } = convexityOf([codes[0]!, empty, codes[2]!]);
  expect(worst).toBeGreaterThan(0.01);
  expect(rival[1]).not.toBe(1);
});

describe('criticalBeta', () => {
  it('of the binary symmetric source: 1 / (1 - 2 * 0.1)^2', () => {
    const { onset, instability } = criticalBeta(
      jointOf([
        [9, 1],
        [1, 9],
      ]),
    );
    expect(onset).toBeCloseTo(1.5625, 9);
    expect(instability).toBeCloseTo(1.5625, 9);
  });

  it('is 1 for labels that are determined, and infinite without any information', () => {
    expect(
      criticalBeta(
        jointOf([
          [3, 0],
          [2, 0],
          [0, 4],
        ]),
      ).instability,
    ).toBeCloseTo(1, 9);
    expect(
      criticalBeta(
        jointOf([
          [1, 3],
          [2, 6],
        ]),
      ),
    ).toEqual({ onset: Infinity, instability: Infinity });
  });

  it('no source q(x) of 20,000 has a larger contraction, and one nearly as large exists', () => {
    const joint = randomJoint([3, 3], 8);
    const { onset, instability } = criticalBeta(joint);
    expect(onset).toBeLessThanOrEqual(instability);
    const rows = Array.from({ length: 3 }, (_, x) => [...joint.data.subarray(3 * x, 3 * x + 3)]);
    const pX = rows.map((row) => row.reduce((a, b) => a + b));
    const pY = [0, 1, 2].map((y) => rows.reduce((sum, row) => sum + row[y]!, 0));
    const kl = (a: number[], b: number[]) => a.reduce((sum, p, i) => (p > 0 ? sum + p * Math.log(p / b[i]!) : sum), 0);
    let eta = 0;
    const steps = 200;
    for (let i = 0; i <= steps; i++) {
      for (let j = 0; i + j <= steps; j++) {
        const q = [i / steps, j / steps, 1 - (i + j) / steps].map((v) => Math.max(0, v));
        const out = pY.map((_, y) => q.reduce((sum, w, x) => sum + (w * rows[x]![y]!) / pX[x]!, 0));
        if (kl(q, pX) > 1e-4) eta = Math.max(eta, kl(out, pY) / kl(q, pX));
      }
    }
    expect(onset).toBeLessThanOrEqual(1 / eta + 1e-9);
    expect(onset).toBeGreaterThan((1 / eta) * 0.99);
  });

  it('below it no random code is worth its rate; just above it one is', () => {
    const joint = randomJoint([4, 3], 21);
    const { onset } = criticalBeta(joint);
    const draws = createRng(0);
    for (let i = 0; i < 2000; i++) {
      const { withX, withY } = codedJoints(joint, randomChannel(4, 2, draws));
      expect(plainInformation(withX) - onset * 0.999 * plainInformation(withY)).toBeGreaterThan(-1e-12);
    }
    expect(informationBottleneck(joint, { beta: onset * 1.05, starts: 30, rng: createRng(0) }).lagrangian).toBeLessThan(
      0,
    );
  });
});
