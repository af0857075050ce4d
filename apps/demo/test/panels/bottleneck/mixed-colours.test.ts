import { informationBottleneck, jointOf } from '@latents/infotheory/tables';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { groupsOf, leadersOf } from '../../../src/panels/bottleneck/groups.js';
import { huesOf, mixedHues } from '../../../src/panels/bottleneck/mixed-colours.js';

// The first and third say the same of Y, and so do the second and the fourth.
const joint = jointOf([
  [9, 1],
  [1, 9],
  [9, 1],
  [1, 9],
]);
const pX = [0.25, 0.25, 0.25, 0.25];
const hues = huesOf(4);
const codeAt = (beta: number) => informationBottleneck(joint, { beta, rng: createRng(0) });
const length = ([a, b]: readonly [number, number]) => Math.hypot(a, b);

describe('colours', () => {
  it('begin on a circle, all different', () => {
    expect(hues.map(length).map((value) => value.toFixed(12))).toEqual(Array(4).fill('1.000000000000'));
    expect(new Set(hues.map(String)).size).toBe(4);
  });

  it('are shared by those who share a codeword: the mean of theirs', () => {
    const mixed = mixedHues(codeAt(1e4), pX, hues);
    for (const axis of [0, 1] as const) {
      expect(mixed[0]![axis]).toBeCloseTo((hues[0]![axis] + hues[2]![axis]) / 2, 6);
      expect(mixed[2]![axis]).toBeCloseTo(mixed[0]![axis], 12);
      expect(mixed[3]![axis]).toBeCloseTo(mixed[1]![axis], 12);
    }
  });

  it('fade as beta falls, and where all share one codeword all are the same', () => {
    const spread = (beta: number) => {
      const mixed = mixedHues(codeAt(beta), pX, hues);
      return Math.hypot(mixed[0]![0] - mixed[1]![0], mixed[0]![1] - mixed[1]![1]);
    };
    expect(spread(2)).toBeLessThan(0.95 * spread(10));
    expect(spread(1.2)).toBeLessThan(1e-9);
  });
});

it('groups are of those with the same likeliest codeword, by their first members', () => {
  expect(groupsOf(codeAt(10))).toEqual([
    [0, 2],
    [1, 3],
  ]);
  expect(leadersOf(codeAt(10))).toEqual([0, 1, 0, 1]);
  expect(groupsOf(codeAt(1.2))).toEqual([[0, 1, 2, 3]]);
});
