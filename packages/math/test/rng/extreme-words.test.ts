import { createRng } from '@latents/math';
import { describe, expect, test, vi } from 'vitest';

// The ends of the generator's range, which no seed of reasonable search reaches: all bits 0 and all bits 1.
const extreme = vi.hoisted(() => ({ word: 0 }));
vi.mock('../../src/rng/philox.js', () => ({
  philox4x32: (out: Uint32Array, offset: number) => out.fill(extreme.word, offset, offset + 4),
}));

describe.each([0, 0xffffffff])('words %d', (word) => {
  test('uniforms stay in [0, 1); normals, exponentials and Gumbels are finite', () => {
    extreme.word = word;
    const rng = createRng(0);
    expect(rng.uniform()).toBeGreaterThanOrEqual(0);
    expect(rng.uniform()).toBeLessThan(1);
    for (const draw of [rng.normal(), rng.exponential(), rng.gumbel()]) expect(draw).toSatisfy(Number.isFinite);
    for (const make of [() => new Float32Array(8), () => new Float64Array(8)]) {
      expect(rng.fillUniform(make()).every((u) => u >= 0 && u < 1)).toBe(true);
      expect(rng.fillNormal(make()).every(Number.isFinite)).toBe(true);
      expect(rng.fillGumbel(make()).every(Number.isFinite)).toBe(true);
    }
  });
});
