import { softEntropy } from '@latents/infotheory/tables';
import { describe, expect, it } from 'vitest';

/** E f over n draws from p, by enumeration of the counts. */
function expectation(p: number[], n: number, f: (counts: number[]) => number): number {
  const logFactorial = Array.from({ length: n + 1 }, () => 0);
  for (let i = 1; i <= n; i++) logFactorial[i] = logFactorial[i - 1]! + Math.log(i);
  let total = 0;
  const visit = (counts: number[], left: number): void => {
    if (counts.length === p.length - 1) {
      const all = [...counts, left];
      const log = all.reduce((sum, c, i) => sum + c * Math.log(p[i]!) - logFactorial[c]!, logFactorial[n]!);
      total += Math.exp(log) * f(all);
      return;
    }
    for (let c = 0; c <= left; c++) visit([...counts, c], left - c);
  };
  visit([], n);
  return total;
}

const entropy = (p: number[]) => -p.reduce((sum, v) => (v > 0 ? sum + v * Math.log(v) : sum), 0);
/** P(z | y) of each of n draws, given how often each y was drawn. */
const drawn = (encoder: number[][], counts: number[]) => counts.flatMap((c, y) => Array(c).fill(encoder[y])).flat();

const n = 20;
const third = [1 / 3, 1 / 3, 1 / 3];
const encoders = {
  soft: [
    [0.8, 0.15, 0.05],
    [0.1, 0.7, 0.2],
    [0.2, 0.1, 0.7],
  ],
  hard: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

describe('E48: the note calls the plug-in unbiased; by enumeration of all samples it is not', () => {
  it.each(Object.entries(encoders))('%s encoder', (_, encoder) => {
    const marginal = [0, 1, 2].map((z) => encoder.reduce((sum, row) => sum + row[z]! / 3, 0));
    const truth = entropy(marginal);
    const mean = (which: 'plugIn' | 'jackknife') =>
      expectation(third, n, (c) => softEntropy(drawn(encoder, c), 3)[which]);
    const bias = mean('plugIn') - truth;
    const chiSquared = encoder.reduce(
      (sum, row) => sum + row.reduce((s, p, z) => s + (p - marginal[z]!) ** 2 / marginal[z]!, 0) / 3,
      0,
    );
    expect(bias).toBeLessThan(-0.005);
    expect(bias / (-chiSquared / (2 * n))).toBeCloseTo(1, 0);
    expect(Math.abs(bias + chiSquared / (2 * n))).toBeLessThan(0.06 * Math.abs(bias));
    // What the jackknife leaves is of the next order.
    expect(Math.abs(mean('jackknife') - truth)).toBeLessThan(0.1 * Math.abs(bias));
  });

  it('one-hot: the numbers of A8, -0.05254 against -(m - 1) / 2n = -0.05', () => {
    const p = [0.5, 0.3, 0.2];
    const mean = expectation(p, n, (c) => softEntropy(drawn(encoders.hard, c), 3).plugIn);
    expect(mean - entropy(p)).toBeCloseTo(-0.05254, 5);
  });

  it('the marginal itself is unbiased', () => {
    const mean = expectation(third, 5, (c) => softEntropy(drawn(encoders.soft, c), 3).marginal[0]!);
    expect(mean).toBeCloseTo((0.8 + 0.1 + 0.2) / 3, 12);
  });
});

describe('extremes', () => {
  it('an unused codeword, one codeword, identical rows', () => {
    expect(softEntropy([1, 0, 1, 0], 2)).toMatchObject({ plugIn: 0, jackknife: 0 });
    expect(softEntropy([1, 1, 1], 1).jackknife).toBeCloseTo(0, 12);
    const { plugIn, jackknife } = softEntropy([0.5, 0.5, 0.5, 0.5], 2);
    expect(plugIn).toBeCloseTo(Math.log(2), 14);
    expect(jackknife).toBeCloseTo(Math.log(2), 12);
  });

  it('refuses one row, part of a row, no classes', () => {
    expect(() => softEntropy([0.5, 0.5], 2)).toThrow('at least two rows of 2');
    expect(() => softEntropy([1, 0, 1], 2)).toThrow('got 3 numbers');
    expect(() => softEntropy([1, 0], 0)).toThrow('softEntropy(probabilities, classes)');
  });
});
