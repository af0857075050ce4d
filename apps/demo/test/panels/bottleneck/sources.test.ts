import { bottleneckCurve, informationBottleneck, mutualInformation } from '@latents/infotheory/tables';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { NUMBER_RULES, type Settings, type SourceKind, TABLE } from '../../../src/panels/bottleneck/settings.js';
import { createSource } from '../../../src/panels/bottleneck/sources.js';

const settings = (kind: SourceKind, others: Partial<Settings> = {}): Settings => ({
  kind,
  text: TABLE,
  words: NUMBER_RULES.words.initial,
  noise: NUMBER_RULES.noise.initial,
  crossover: NUMBER_RULES.crossover.initial,
  correlation: NUMBER_RULES.correlation.initial,
  cells: NUMBER_RULES.cells.initial,
  ...others,
});

/** The relevance of a curve at a rate, between its points. */
function at(points: readonly { rate: number; relevance: number }[], rate: number): number {
  const i = points.findIndex((point) => point.rate >= rate);
  const [a, b] = [points[i - 1]!, points[i]!];
  return a.relevance + ((b.relevance - a.relevance) * (rate - a.rate)) / (b.rate - a.rate);
}

it.each(['words', 'symmetric', 'gaussian', 'table'] as const)(
  '%s: a joint distribution with a name for each x',
  (kind) => {
    const { joint, symbols } = createSource(settings(kind));
    expect(joint.data.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(symbols).toHaveLength(joint.shape[0]!);
    expect(new Set(symbols).size).toBe(symbols.length);
  },
);

it('a noisy bit: the closed form is the curve, by the numbers of ERRATA A9', () => {
  const { joint, known } = createSource(settings('symmetric', { crossover: 0.1 }));
  expect(at(known!.points, 0.48273)).toBeCloseTo(0.282273, 4);
  expect(at(known!.points, 0.089224)).toBeCloseTo(0.056454, 4);
  const { rate, relevance } = informationBottleneck(joint, { beta: 3, rng: createRng(0) });
  expect(at(known!.points, rate)).toBeCloseTo(relevance, 4);
});

describe('a Gaussian in cells', () => {
  it('codes of the cells lie below the Gaussian’s own curve, and with many cells near it', () => {
    const { joint, known } = createSource(settings('gaussian', { correlation: 0.75, cells: 16 }));
    const { codes } = bottleneckCurve(joint, { betas: [2, 3, 5], rng: createRng(0), maxIterations: 500 });
    for (const { rate, relevance } of codes) {
      expect(relevance).toBeLessThan(at(known!.points, rate) + 1e-4);
      expect(relevance).toBeGreaterThan(0.93 * at(known!.points, rate));
    }
  });

  it('its information is below that of the Gaussian and nears it', () => {
    const of = (cells: number) =>
      mutualInformation(createSource(settings('gaussian', { correlation: 0.75, cells })).joint);
    const truth = -0.5 * Math.log(1 - 0.75 ** 2);
    expect(of(4)).toBeLessThan(of(8));
    expect(of(8)).toBeLessThan(of(20));
    expect(of(20)).toBeLessThan(truth);
    expect(of(20)).toBeGreaterThan(0.97 * truth);
  });
});

it('words: without noise a word of one topic says which; with all noise none would', () => {
  const clear = mutualInformation(createSource(settings('words', { noise: 0 })).joint);
  const noisy = mutualInformation(createSource(settings('words', { noise: 0.95 })).joint);
  expect(clear).toBeGreaterThan(0.9);
  expect(noisy).toBeLessThan(0.01);
});

it('a table that the package refuses', () => {
  expect(() => createSource(settings('table', { text: '1 2\n3' }))).toThrow('rows of equal length');
  expect(() => createSource(settings('table', { text: '1 -2' }))).toThrow('got -2');
});
