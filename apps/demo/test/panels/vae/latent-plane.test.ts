import { createRng } from '@latents/math';
import { describe, expect, test } from 'vitest';
import { latentPlane } from '../../../src/panels/vae/latent-plane.js';

const N = 400;
const labels = new Uint8Array(N);
const spread = [0.1, 3, 0.1, 1, 0.1];

/** Codes that vary most along the second dimension and next along the fourth. */
function codes(seed: number): Float32Array {
  const rng = createRng(seed);
  return Float32Array.from({ length: N * 5 }, (_, i) => (i % 5) + spread[i % 5]! * rng.normal());
}

describe('more than two dimensions', () => {
  const data = codes(0);
  const plane = latentPlane(data, 5, labels, undefined);

  test('the plane is that of the two largest variances, which are known', () => {
    expect(Math.abs(plane.basis[0][1]!)).toBeGreaterThan(0.99);
    expect(Math.abs(plane.basis[1][3]!)).toBeGreaterThan(0.99);
  });

  test('its axes are orthogonal and of length one', () => {
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, entry, j) => sum + entry * b[j]!, 0);
    const [first, second] = plane.basis;
    expect(dot(first, first)).toBeCloseTo(1, 10);
    expect(dot(second, second)).toBeCloseTo(1, 10);
    expect(dot(first, second)).toBeCloseTo(0, 6);
  });

  test('the share of variance in words is that of the eigenvalues: 10 of 10.03', () => {
    expect(plane.words).toMatch(/(99|100)% of their variance in 5 dimensions/);
  });

  test('a code in the plane comes back from its point', () => {
    const code = plane.codeAt(1.5, -0.5);
    const again = latentPlane(Float32Array.from([...code, ...data]), 5, new Uint8Array(N + 1), plane);
    expect(again.points[0]).toBeCloseTo(1.5, 1);
    expect(again.points[1]).toBeCloseTo(-0.5, 1);
  });

  test('mirrored data: the map does not flip', () => {
    const mirrored = latentPlane(
      codes(1).map((value, i) => 2 * (i % 5) - value),
      5,
      labels,
      plane,
    );
    expect(mirrored.basis[0][1]! * plane.basis[0][1]!).toBeGreaterThan(0);
    expect(mirrored.basis[1][3]! * plane.basis[1][3]!).toBeGreaterThan(0);
  });

  test('a collapsed posterior: all codes the same gives numbers, not NaN', () => {
    const flat = latentPlane(new Float32Array(N * 5).fill(0.25), 5, labels, undefined);
    expect(flat.points.every((value) => Math.abs(value) < 1e-9)).toBe(true);
    expect(flat.words).toContain(' 0% of their variance');
    expect(flat.codeAt(1, 1).every(Number.isFinite)).toBe(true);
  });
});

test('two dimensions: the codes themselves', () => {
  const plane = latentPlane(Float32Array.of(1, 2, 3, 4), 2, Uint8Array.of(0, 1), undefined);
  expect([...plane.points]).toEqual([1, 2, 3, 4]);
  expect([...plane.codeAt(5, 6)]).toEqual([5, 6]);
});

test('one dimension: the code against the digit', () => {
  const plane = latentPlane(Float32Array.of(0.5, -1), 1, Uint8Array.of(7, 3), undefined);
  expect([...plane.points]).toEqual([0.5, 7, -1, 3]);
  expect([...plane.codeAt(0.25, 9)]).toEqual([0.25]);
});
