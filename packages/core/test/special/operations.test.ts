import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import * as special from '../../src/special/index.js';

const fixtures: Record<string, (number | string)[][]> = JSON.parse(
  readFileSync(new URL('../../../math/test/fixtures/special.json', import.meta.url), 'utf8'),
);

const UNARY: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  lgamma: special.lgamma,
  digamma: special.digamma,
  erf: special.erf,
  logNdtr: special.logNdtr,
  erfinv: special.erfinv,
  ndtri: special.ndtri,
  i0e: special.i0e,
  i1e: special.i1e,
  log1p: special.log1p,
  log1mexp: special.log1mexp,
};

describe.each(['cpu', 'wasm'])('special functions of tensors on %s', (backend) => {
  beforeAll(async () => {
    const require = createRequire(import.meta.url);
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
    await tf.setBackend(backend);
    await tf.ready();
  });

  it.each(Object.entries(UNARY))('%s is right to float32, from subnormal to huge', (name, f) => {
    const rows = fixtures[name]!;
    const expected = rows.map((row) => Number(row.at(-1)));
    const got = tf.tidy(() => f(tf.tensor1d(rows.map((row) => Number(row[0])))).dataSync());
    for (let i = 0; i < rows.length; i++) {
      const rounded = Math.fround(expected[i]!);
      // log1p, log1mexp and logaddexp are made of float32 kernels: a few ulps, and WASM flushes subnormals.
      const slack = 5e-7 * Math.abs(rounded) + 2e-38;
      if (got[i] !== rounded) expect(Math.abs(got[i]! - rounded), `${name}(${rows[i]![0]})`).toBeLessThan(slack);
    }
  });

  it('betaln, gammainc, gammaincc, betainc, logaddexp against mpmath', () => {
    const check = (name: string, f: (...x: tf.Tensor[]) => tf.Tensor, at: number, outputs: number) => {
      const rows = fixtures[name]!;
      const columns = rows[0]!.slice(0, -outputs).map((_, j) => tf.tensor1d(rows.map((row) => Number(row[j]))));
      const got = tf.tidy(() => f(...columns).dataSync());
      for (let i = 0; i < rows.length; i++) {
        const expected = Number(rows[i]!.at(at));
        expect(Math.abs(got[i]! - expected), `${name}(${rows[i]})`).toBeLessThanOrEqual(
          3e-7 * Math.abs(expected) + 1e-38,
        );
      }
      tf.dispose(columns);
    };
    check('betaln', special.betaln, -1, 1);
    check('gammainc', special.gammainc, -2, 2);
    check('gammainc', special.gammaincc, -1, 2);
    check('betainc', special.betainc as (...x: tf.Tensor[]) => tf.Tensor, -1, 1);
    check('logaddexp', special.logaddexp, -1, 1);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor, number[]]>([
    ['lgamma', special.lgamma, [0.1, 0.9, 3, 40]],
    ['digamma', special.digamma, [0.1, 0.9, 3, 40]],
    ['trigamma', special.trigamma, [0.3, 0.9, 3, 40]],
    ['erf', special.erf, [-1, 0.1, 2]],
    ['logErfc', special.logErfc, [-2, 0.9, 1.2, 30]],
    ['erfinv', special.erfinv, [-0.7, 0.01, 0.6]],
    ['ndtr', special.ndtr, [-1, 0.1, 2]],
    ['logNdtr', special.logNdtr, [-30, -0.9, 2]],
    ['inverseMills', special.inverseMills, [-30, -0.9, 2]],
    ['ndtri', special.ndtri, [0.1, 0.6]],
    ['logNdtri', special.logNdtri, [-100, -1, -0.1]],
    ['i0e', special.i0e, [-1, 0.4, 30]],
    ['i1e', special.i1e, [-1, 0.4, 30]],
    ['besselRatio', special.besselRatio, [0.1, 2, 50]],
    ['log1p', special.log1p, [-0.5, 1e-4, 3]],
    ['log1mexp', special.log1mexp, [-0.01, -0.5, -3]],
    ['gammainc by x', (x) => special.gammainc(2.5, x), [0.3, 2, 6]],
    ['gammainc by a', (a) => special.gammainc(a, 2.5), [0.3, 2, 6]],
    ['gammaincc by a', (a) => special.gammaincc(a, 2.5), [0.3, 2, 6]],
    ['betainc by x', (x) => special.betainc(2, 3, x), [0.2, 0.7]],
    ['betainc by a', (a) => special.betainc(a, 3, 0.4), [0.5, 2, 9]],
    ['betainc by b', (b) => special.betainc(3, b, 0.4), [0.5, 2, 9]],
    ['betaln by a', (a) => special.betaln(a, 0.5), [0.5, 2, 90]],
    ['digammaDifference by b', (b) => special.digammaDifference(2, b), [0.5, 2, 90]],
    ['logaddexp', (a) => special.logaddexp(a, 1), [-3, 1, 5]],
  ])('the gradient of %s is its finite difference', (_, f, points) => {
    for (const x of points) {
      tf.tidy(() => {
        const h = 2 ** Math.round(Math.log2(Math.abs(x) * 3e-2));
        const at = (v: number) => f(tf.scalar(v)).dataSync()[0]!;
        const x32 = Math.fround(x);
        // Sixth-order central difference; float32 values, so a wide step.
        const difference =
          (45 * (at(x32 + h) - at(x32 - h)) -
            9 * (at(x32 + 2 * h) - at(x32 - 2 * h)) +
            at(x32 + 3 * h) -
            at(x32 - 3 * h)) /
          (60 * h);
        const gradient = tf.grad(f)(tf.scalar(x)).dataSync()[0]!;
        const noise = (6e-8 * Math.abs(at(x32)) * 2) / h;
        expect(Math.abs(gradient - difference)).toBeLessThan(1e-4 * Math.abs(difference) + noise + 1e-7);
      });
    }
  });

  it('broadcasts, sums the gradient back, and leaks nothing', async () => {
    await expectNoLeak(() => {
      const a = tf.tensor2d([[1], [2]]);
      const b = tf.tensor1d([1, 2, 3]);
      const [da, db] = tf.grads((u: tf.Tensor, v: tf.Tensor) => special.betaln(u, v).sum())([a, b]) as [
        tf.Tensor,
        tf.Tensor,
      ];
      expect(da.shape).toEqual([2, 1]);
      expect(db.shape).toEqual([3]);
      // d/da log B(1, b) = digamma(1) - digamma(1 + b): -1, -3/2, -11/6.
      expect(da.dataSync()[0]).toBeCloseTo(-(1 + 3 / 2 + 11 / 6), 5);
      tf.dispose([a, b, da, db]);
    });
  });

  it('a second derivative that is not implemented is NaN, not zero', () => {
    const second = tf.grad((t: tf.Tensor) => tf.grad((x: tf.Tensor) => special.i0e(x))(t));
    expect(tf.tidy(() => second(tf.scalar(1)).dataSync()[0])).toBeNaN();
    const secondLgamma = tf.grad((t: tf.Tensor) => tf.grad((x: tf.Tensor) => special.lgamma(x))(t));
    expect(tf.tidy(() => secondLgamma(tf.scalar(1)).dataSync()[0])).toBeCloseTo(Math.PI ** 2 / 6, 5);
  });

  it('equal infinities in logaddexp', () => {
    expect(special.logaddexp(-Infinity, -Infinity).dataSync()[0]).toBe(-Infinity);
    expect(special.logaddexp(-Infinity, 2).dataSync()[0]).toBe(2);
  });

  it('cholesky, triangularSolve and logDeterminant with their gradients', () => {
    const m = [2, 0.3, -0.4, 0.3, 1, 0.2, -0.4, 0.2, 3];
    const a = tf.tensor(m.concat(m.map((v, i) => (i % 4 === 0 ? v + 1 : v))), [2, 3, 3]);
    const l = special.cholesky(a);
    const back = tf.matMul(l, l, false, true).sub(a).abs().max().dataSync()[0]!;
    expect(back).toBeLessThan(5e-7);
    // Laplace expansion of the first: 2(3 - .04) - .3(.9 + .08) - .4(.06 + .4) = 5.442.
    expect(special.logDeterminant(a).dataSync()[0]).toBeCloseTo(Math.log(5.442), 5);
    const b = tf.tensor([1, 2, 3], [3, 1]);
    const x = special.triangularSolve(l, b, { transpose: true });
    expect(tf.matMul(l, x, true).sub(b).abs().max().dataSync()[0]).toBeLessThan(5e-7);
    const f = (t: tf.Tensor) => {
      const factor = special.cholesky(t);
      const solved = special.triangularSolve(factor, b);
      return tf.add(solved.square().sum(), special.logDeterminantFromCholesky(factor).sum());
    };
    const gradient = tf.grad(f)(a).dataSync();
    const data = a.dataSync();
    // b' A^-1 b + log det A: the gradient is symmetric, so a symmetric pair of entries moves together.
    for (const [i, j] of [
      [0, 0],
      [1, 0],
      [2, 1],
      [2, 2],
    ] as const) {
      const h = 0.02;
      const moved = (step: number) => {
        const copy = Float32Array.from(data);
        copy[3 * i + j]! += step;
        if (i !== j) copy[3 * j + i]! += step;
        return f(tf.tensor(copy, [2, 3, 3])).dataSync()[0]!;
      };
      const difference = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
      const together = i === j ? gradient[3 * i + j]! : gradient[3 * i + j]! + gradient[3 * j + i]!;
      expect(Math.abs(together - difference)).toBeLessThan(2e-3 * Math.abs(difference) + 2e-4);
    }
  });

  it('names the batch index of a matrix that is not positive definite, or not symmetric, or not square', () => {
    const bad = tf.tensor([1, 0, 0, 1, 1, 2, 2, 1], [2, 2, 2]);
    expect(() => special.cholesky(bad)).toThrow(/batch index 1: .* order 2/);
    expect(() => special.cholesky(tf.tensor([1, 0.5, 0, 1], [2, 2]))).toThrow(/symmetric/);
    expect(() => special.cholesky(tf.zeros([2, 3]))).toThrow(/square/);
    expect(() => special.triangularSolve(tf.eye(2), tf.zeros([3, 1]))).toThrow(/\[..., 2, k\]/);
  });
});
