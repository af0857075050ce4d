import { readFileSync } from 'node:fs';
import { createRng, type NdArray, ndArray } from '@latents/math';

import { describe, expect, it } from 'vitest';
import { canonicalDirections } from '../../../src/estimators/projection/canonical-directions.js';

const fixture: { x: number[][]; y: number[][]; correlations: number[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/canonical.json', import.meta.url), 'utf8'),
);
const array = (rows: number[][]) => ndArray([rows.length, rows[0]!.length], Float64Array.from(rows.flat()));
const [x, y] = [array(fixture.x), array(fixture.y)];
const all = Uint32Array.from({ length: 60 }, (_, i) => i);

function project({ shape, data }: NdArray, direction: Float64Array): number[] {
  const [n, d] = shape as [number, number];
  const values = Array.from({ length: n }, (_, i) => direction.reduce((s, w, j) => s + w * data[i * d + j]!, 0));
  const mean = values.reduce((a, b) => a + b) / n;
  return values.map((v) => v - mean);
}

function correlation(a: number[], b: number[]): number {
  const dot = (u: number[], v: number[]) => u.reduce((s, w, i) => s + w * v[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('canonical directions', () => {
  it('reach the correlations that numpy finds, but for the ridge', () => {
    const { a, b } = canonicalDirections(x, y, all, 3, createRng(0));
    for (const k of [0, 1, 2]) {
      expect(correlation(project(x, a[k]!), project(y, b[k]!))).toBeCloseTo(fixture.correlations[k]!, 3);
      for (const j of [0, 1, 2]) {
        if (j !== k) expect(Math.abs(correlation(project(x, a[k]!), project(x, a[j]!)))).toBeLessThan(1e-3);
      }
    }
  });

  it('read the rows that they are given and no others', () => {
    const half = all.subarray(0, 30);
    const broken = ndArray(
      [60, 4],
      x.data.map((v, i) => (i >= 120 ? 1e3 * Math.sin(i) : v)),
    );
    const plain = canonicalDirections(x, y, half, 2, createRng(1));
    expect(canonicalDirections(broken, y, half, 2, createRng(1))).toEqual(plain);
  });

  it('constant and repeated coordinates: finite', () => {
    const twice = ndArray(
      [60, 3],
      Float64Array.from({ length: 180 }, (_, i) => (i % 3 === 2 ? 5 : x.data[4 * Math.floor(i / 3)]!)),
    );
    const { a } = canonicalDirections(twice, y, all, 2, createRng(2));
    expect(a.every((direction) => direction.every(Number.isFinite))).toBe(true);
  });

  it('no more components than coordinates', () => {
    expect(canonicalDirections(x, y, all, 9, createRng(3)).a).toHaveLength(3);
  });
});
