import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import * as families from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import { familyOf } from '../families/index.js';
import { klRows, type Parameters } from '../fixture.js';
import { useBackend } from '../use-backend.js';

const rows = klRows();

function make(name: string, parameters: Parameters): Distribution {
  return familyOf(name).make(Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, tf.scalar(v)])));
}

const pairs = [...new Set(rows.map(([q, , p]) => `${q} || ${p}`))];

describe.each(['cpu', 'wasm'])('klDivergence on %s', (backend) => {
  useBackend(backend);

  it('agrees with quadrature of scipy on every pair that it answers, and those are most', () => {
    const answered = new Set<string>();
    const wrong: string[] = [];
    for (const [q, qParameters, p, pParameters, expected] of rows) {
      tf.tidy(() => {
        let got: number;
        try {
          got = klDivergence(make(q, qParameters), make(p, pParameters)).dataSync()[0]!;
        } catch (error) {
          expect(String(error)).toContain('monteCarloKl');
          return;
        }
        const label = `${q} ${JSON.stringify(qParameters)} || ${p} ${JSON.stringify(pParameters)}: ${got}, expected ${expected}`;
        answered.add(`${q} || ${p}`);
        const right =
          expected === 'Infinity' ? got === Infinity : Math.abs(got - expected) < 1e-5 * Math.abs(expected) + 2e-6;
        if (!right) wrong.push(label);
      });
    }
    expect(wrong).toEqual([]);
    expect(pairs.length).toBeGreaterThan(300);
    expect(answered.size).toBeGreaterThan(200);
  });

  it('is zero from a distribution to itself', () => {
    for (const [q, parameters] of rows) {
      tf.tidy(() => {
        const d = make(q, parameters);
        const own = d.klTo(d);
        if (own !== undefined) expect(Math.abs(own.dataSync()[0]!)).toBeLessThan(1e-6);
      });
    }
  });

  it('at probability 0 and 1: the right value and a finite gradient', () => {
    const { Bernoulli, Categorical } = families;
    const kl = (q: number, p: number) =>
      tf.tidy(() => klDivergence(new Bernoulli({ logits: q }), new Bernoulli({ logits: p })).dataSync()[0]!);
    expect(kl(Infinity, 0)).toBeCloseTo(Math.LN2, 6);
    expect(kl(-Infinity, 0)).toBeCloseTo(Math.LN2, 6);
    expect(kl(Infinity, Infinity)).toBe(0);
    expect(kl(0, Infinity)).toBe(Infinity);
    const gradient = tf.grad((t: tf.Tensor) =>
      klDivergence(new Bernoulli({ logits: t }), new Bernoulli({ logits: 0 })).sum(),
    );
    expect(Array.from(gradient(tf.tensor1d([-Infinity, Infinity, 200])).dataSync()).every(Number.isFinite)).toBe(true);
    const q = tf.tensor1d([0, -Infinity, 0]);
    const p = tf.tensor1d([1, 2, 3]);
    const f = (t: tf.Tensor) => klDivergence(new Categorical({ logits: t }), new Categorical({ logits: p }));
    const [a, , c] = p.softmax().dataSync();
    expect(f(q).dataSync()[0]).toBeCloseTo(-Math.LN2 - 0.5 * Math.log(a!) - 0.5 * Math.log(c!), 5);
    expect(
      Array.from(
        tf
          .grad((t: tf.Tensor) => f(t))(q)
          .dataSync(),
      ).every(Number.isFinite),
    ).toBe(true);
    const back = klDivergence(new Categorical({ logits: p }), new Categorical({ logits: q })).dataSync()[0];
    expect(back).toBe(Infinity);
  });

  it('Independent normals meet multivariate normals, in all four forms', () => {
    const { Independent, Normal, MultivariateNormalDiag, MultivariateNormalTriL, LowRankMultivariateNormal } = families;
    tf.tidy(() => {
      const [loc, scale] = [tf.tensor1d([0.5, -1]), tf.tensor1d([0.7, 2])];
      const forms = [
        new Independent(new Normal({ loc, scale }), 1),
        new MultivariateNormalDiag({ loc, scale }),
        new MultivariateNormalTriL({ loc, scaleTril: tf.mul(tf.eye(2), scale.expandDims(1)) }),
        new LowRankMultivariateNormal({ loc, covarianceFactor: tf.zeros([2, 1]), covarianceDiagonal: scale.square() }),
      ];
      const other = new MultivariateNormalTriL({
        loc: tf.zeros([2]),
        scaleTril: tf.tensor2d([
          [1, 0],
          [0.5, 1.5],
        ]),
      });
      // (tr(P S) + m' P m - 2) / 2 + log det ratio, with P the inverse of [[1, .5], [.5, 2.5]]: [[2.5, -.5], [-.5, 1]] / 2.25.
      const trace = (2.5 * 0.49 + 4) / 2.25;
      const square = (2.5 * 0.25 + 2 * 0.5 * 0.5 + 1) / 2.25;
      const expected = 0.5 * (trace + square - 2 + Math.log(2.25 / (0.49 * 4)));
      for (const q of forms) {
        expect(klDivergence(q, other).dataSync()[0]).toBeCloseTo(expected, 5);
        for (const p of forms) expect(klDivergence(q, p).dataSync()[0]).toBeCloseTo(0, 5);
      }
      // Back to the independent form, whose coordinates only need the marginals.
      const back = 0.5 * (1 / 0.49 + 0.25 / 0.49 + 2.5 / 4 + 1 / 4 - 2 + Math.log((0.49 * 4) / 2.25));
      for (const p of forms) expect(klDivergence(other, p).dataSync()[0]).toBeCloseTo(back, 5);
    });
  });

  it('names both families, what to do instead, and mismatched shapes', () => {
    const { Gumbel, Normal, StudentT, MultivariateNormalDiag } = families;
    const student = new StudentT({ df: 3, loc: 0, scale: 1 });
    expect(() => klDivergence(student, student)).toThrow(/'student-t' and 'student-t'.*monteCarloKl/);
    expect(() => klDivergence(new Normal({ loc: 0, scale: 1 }), MultivariateNormalDiag.standard(2))).toThrow(
      /event shapes/,
    );
    const wide = new Normal({ loc: tf.zeros([3]), scale: 1 });
    expect(() => klDivergence(wide, new Gumbel({ loc: tf.zeros([2]), scale: 1 }))).toThrow(/broadcast/);
  });

  it('leaks nothing', async () => {
    const q = new families.Gamma({ concentration: tf.scalar(2), rate: 1 });
    const p = new families.Uniform({ low: tf.scalar(0), high: tf.scalar(1) });
    await expectNoLeak(() => {
      klDivergence(q, q).dispose();
      klDivergence(q, p).dispose();
    });
  });
});
