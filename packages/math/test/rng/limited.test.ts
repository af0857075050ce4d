import { createRng } from '@latents/math';
import { describe, expect, test } from 'vitest';

describe('rng.limited', () => {
  test('gives the numbers of the stream while the allowance lasts, to the last one', () => {
    const limited = createRng(1).limited(7);
    const free = createRng(1);
    for (const size of [3, 4]) {
      expect(limited.fillNormal(new Float64Array(size))).toEqual(free.fillNormal(new Float64Array(size)));
    }
    expect(() => limited.fillUniform(new Float32Array(1))).toThrow(
      'expected at most 0 more numbers to be drawn, got 1',
    );
  });

  test('counts what children draw, by split and by fork', () => {
    const limited = createRng(1).limited(5);
    limited.split().fillUniform(new Float32Array(2));
    limited.fork(0).fillGumbel(new Float32Array(2));
    expect(() => limited.checkAllowance(1)).not.toThrow();
    expect(() => limited.checkAllowance(2)).toThrow('expected at most 1 more numbers to be drawn, got 2');
  });

  test('refuses a count of numbers that is NaN, and a limit that is not a count', () => {
    expect(() => createRng(0).limited(5).checkAllowance(Number.NaN)).toThrow('got NaN');
    for (const count of [-1, 0.5, Infinity]) expect(() => createRng(0).limited(count)).toThrow(`got ${count}`);
  });
});
