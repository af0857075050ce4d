import {
  constantSchedule,
  cosineDecay,
  cyclicalAnnealing,
  exponentialDecay,
  linearAnnealing,
  linearWarmUp,
  piecewiseConstant,
  type Schedule,
  sigmoidAnnealing,
  stepDecay,
} from '@latents/training';
import { describe, expect, test } from 'vitest';
import torch from '../fixtures/training.json' with { type: 'json' };

test.each([
  ['warmUp', linearWarmUp({ steps: 5, next: constantSchedule(0.4) })],
  ['cosine', cosineDecay({ from: 0.4, to: 0.1, steps: 11 })],
  ['step', stepDecay({ from: 0.4, factor: 0.5, every: 3 })],
  ['piecewise', piecewiseConstant({ values: [0.4, 0.2, 0.1], boundaries: [4, 9] })],
  ['exponential', exponentialDecay({ from: 0.4, factor: 0.9 })],
] as [Exclude<keyof typeof torch, 'clip' | 'madeBy'>, Schedule][])('%s is PyTorch’s', (name, schedule) => {
  for (const [step, rate] of torch[name].entries()) expect(schedule(step)).toBeCloseTo(rate, 12);
});

describe('curves in closed form', () => {
  test('after a warm-up the schedule begins at its own step 0', () => {
    const schedule = linearWarmUp({ steps: 3, next: cosineDecay({ from: 1, steps: 4 }) });
    const expected = [0.25, 0.5, 0.75, 1, (1 + Math.SQRT1_2) / 2, 0.5];
    for (const [step, value] of expected.entries()) expect(schedule(step)).toBeCloseTo(value, 12);
  });
  test('past the end: cosine and line stay where they ended', () => {
    expect(cosineDecay({ from: 1, to: 0.1, steps: 4 })(9)).toBeCloseTo(0.1, 12);
    expect(linearAnnealing({ steps: 4 })(9)).toBe(1);
  });
  test('line', () => expect([0, 1, 4].map(linearAnnealing({ from: 1, to: 3, steps: 4 }))).toEqual([1, 1.5, 3]));
  test('cycles', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map(cyclicalAnnealing({ period: 4 }))).toEqual([0, 0.5, 1, 1, 0, 0.5, 0.5]);
    expect(cyclicalAnnealing({ period: 4, rise: 1 })(3)).toBe(0.75);
  });
  test('sigmoid: half at the midpoint; overflow far from it', () => {
    const curve = sigmoidAnnealing({ midpoint: 10, width: 2 });
    expect(curve(10)).toBe(0.5);
    expect(curve(12)).toBeCloseTo(0.7310585786300049, 12);
    expect(sigmoidAnnealing({ midpoint: 1e6, width: 1e-3 })(0)).toBe(0);
  });
});

test.each([
  [() => constantSchedule(Number.NaN), /finite number, got NaN/],
  [() => linearWarmUp({ steps: 0, next: constantSchedule(1) }), /steps }\): expected a positive integer, got 0/],
  [() => cosineDecay({ from: Infinity, steps: 1 }), /from }\): expected a finite/],
  [() => cosineDecay({ from: 1, steps: 1.5 }), /steps }\).*1\.5/],
  [() => stepDecay({ from: 1, factor: 0, every: 1 }), /factor }\).*got 0/],
  [() => exponentialDecay({ from: 1, factor: -1 }), /factor }\).*got -1/],
  [() => piecewiseConstant({ values: [1], boundaries: [1] }), /one value more/],
  [() => piecewiseConstant({ values: [1, 2, 3], boundaries: [4, 4] }), /increasing/],
  [() => linearAnnealing({ to: Number.NaN, steps: 1 }), /to }\)/],
  [() => cyclicalAnnealing({ period: 4, rise: 0 }), /rise }\).*got 0/],
  [() => sigmoidAnnealing({ midpoint: 0, width: 0 }), /width }\).*got 0/],
])('out of range %#', (make, message) => {
  expect(make).toThrow(RangeError);
  expect(make).toThrow(message);
});
