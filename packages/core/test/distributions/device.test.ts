import { createRng } from '@latents/math';
import { DEVICE, useDevice } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { Dirichlet, type Distribution, Multinomial, MultivariateNormalTriL } from '../../src/distributions/index.js';
import { familiesIn } from '../families/index.js';
import { type Point, pointsOfFamilies } from '../fixture.js';

type Method = (p: Distribution, x: tf.Tensor, q: Distribution) => tf.Tensor;

const METHODS: Readonly<Record<string, Method>> = {
  logProb: (p, x) => p.logProb(x),
  entropy: (p) => p.entropy(),
  mean: (p) => p.mean(),
  variance: (p) => p.variance(),
  cdf: (p, x) => p.cdf(x),
  'klTo itself at other parameters': (p, _, q) => p.klTo(q) ?? tf.scalar(0),
  sample: (p) => p.sample(createRng(3)),
  'log-probabilities of draws': (p) => p.sampleAndLogProb(createRng(3)).logProb,
};

/** Parts that are still computed on the host everywhere: on a device they read their arguments. */
const READ: Readonly<Record<string, readonly string[]>> = {
  Poisson: ['sample', 'log-probabilities of draws'],
  Binomial: ['sample', 'log-probabilities of draws'],
  NegativeBinomial: ['sample', 'log-probabilities of draws', 'entropy', 'klTo itself at other parameters'],
  Skellam: Object.keys(METHODS),
  FisherSnedecor: ['entropy', 'variance', 'cdf'],
};

interface Results {
  readonly values: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** The values of a method at all points, and their gradients by each parameter: none where the method refuses the family. */
async function results(
  make: (given: Readonly<Record<string, tf.Tensor>>) => Distribution,
  keys: readonly string[],
  rows: readonly Point[],
  method: Method,
): Promise<Results | undefined> {
  const column = (values: readonly number[]) => tf.tensor1d([...values]);
  const parameters = keys.map((key) => column(rows.map((row) => row.params[key]!)));
  const others = keys.map((key) => column(rows.map((_, i) => rows[(i + 1) % rows.length]!.params[key]!)));
  const x = column(rows.map((row) => row.x));
  const given = (tensors: readonly tf.Tensor[]) => make(Object.fromEntries(keys.map((key, i) => [key, tensors[i]!])));
  const f = (...tensors: tf.Tensor[]) => method(given(tensors), x, given(others));
  let value: tf.Tensor;
  try {
    value = f(...parameters);
  } catch (error) {
    if (/none\.|Estimate/.test(String(error))) return undefined;
    throw error;
  }
  const values = [...(await value.data())];
  if (value.size === 1) return { values, gradients: [] };
  const gradients: number[][] = [];
  try {
    for (const gradient of tf.grads((...t: tf.Tensor[]) => tf.sum(f(...t)))(parameters)) {
      gradients.push([...(await gradient.data())]);
    }
  } catch (error) {
    // A draw or a constant does not depend on the parameters.
    if (!/gradient/i.test(String(error))) throw error;
  }
  return { values, gradients };
}

/**
 * A derivative that is the difference of large terms keeps the digits of those: 1e-3 of it, or 1e-6 of the largest derivative by that
 * parameter, is enough to train.
 */
function far(
  got: readonly number[],
  want: readonly number[],
  [relative, absolute]: readonly [number, number],
): string[] {
  return want.flatMap((value, i) => {
    // A NaN is a derivative that float64 does not know either.
    const same = Number.isNaN(value) || got[i] === value;
    return same || Math.abs(got[i]! - value) <= relative * Math.abs(value) + absolute
      ? []
      : [`${i}: ${got[i]}, expected ${value}`];
  });
}

describe('families on a device agree with float64, and no tensor is read', () => {
  const points = pointsOfFamilies();
  const cases = familiesIn('distributions').flatMap((family) =>
    Object.entries(METHODS)
      .filter(([part]) => !READ[family.name]?.includes(part))
      .map(([part, method]) => ({ name: family.name, family, part, method })),
  );

  it.each(cases)('$name: $part', async ({ name, family, part, method }) => {
    const rows = points[name]!;
    const keys = Object.keys(family.parameters);
    await tf.setBackend('cpu');
    const want = await results(family.make, keys, rows, method);
    await useDevice();
    expect(tf.getBackend()).toBe(DEVICE);
    const got = await results(family.make, keys, rows, method);
    await tf.setBackend('cpu');
    if (want === undefined) return expect(got).toBeUndefined();
    // Divergences between shapes of 2000 cancel.
    expect(far(got!.values, want.values, [part.startsWith('klTo') ? 3e-4 : 4e-5, 1e-5])).toEqual([]);
    expect(got!.gradients.length).toBe(want.gradients.length);
    for (const [k, gradients] of want.gradients.entries()) {
      const largest = Math.max(...gradients.filter(Number.isFinite).map(Math.abs));
      // Far out in a tail, and at scales far below the location, derivatives of distribution functions cancel.
      const digits = part === 'cdf' ? 5e-3 : 1e-3;
      expect(
        far(got!.gradients[k]!, gradients, [digits, (part === 'cdf' ? 2e-4 : 6e-5) + 1e-6 * largest]),
        keys[k]!,
      ).toEqual([]);
    }
  });

  const VECTORS: Readonly<Record<string, (t: tf.Tensor) => tf.Tensor>> = {
    'Dirichlet.logProb': (a) => new Dirichlet({ concentration: a }).logProb(tf.tensor1d([0.2, 0.3, 0.5])),
    'Dirichlet.entropy': (a) => new Dirichlet({ concentration: a }).entropy(),
    'Dirichlet.klTo': (a) =>
      new Dirichlet({ concentration: a }).klTo(new Dirichlet({ concentration: tf.tensor1d([2, 1, 0.3]) }))!,
    'Dirichlet.sampleAndLogProb': (a) => new Dirichlet({ concentration: a }).sampleAndLogProb(createRng(2)).logProb,
    'Multinomial.logProb': (logits) => new Multinomial({ totalCount: 5, logits }).logProb(tf.tensor1d([1, 4, 0])),
    'MultivariateNormalTriL.logProb': (t) => normal(t).logProb(tf.tensor1d([0.3, -1])),
    'MultivariateNormalTriL.klTo': (t) => normal(t).klTo(normal(tf.tensor2d([[1, 2, 3]])))!,
    'MultivariateNormalTriL.fromCovariance': (t) => {
      const factor = normal(t).scaleTril;
      const covariance = tf.matMul(factor, factor, false, true);
      const loc = tf.zeros([1, 2]);
      return MultivariateNormalTriL.fromCovariance({ loc, covariance }).logProb(tf.tensor1d([0.3, -1]));
    },
  };

  it.each(Object.entries(VECTORS))('%s', async (_, f) => {
    const run = async () => {
      const t = tf.tensor2d([[0.7, 1.3, 12]]);
      return [
        [...(await f(t).data())],
        [
          ...(await tf
            .grad((x: tf.Tensor) => tf.sum(f(x)))(t)
            .data()),
        ],
      ];
    };
    await tf.setBackend('cpu');
    const want = await run();
    await useDevice();
    const got = await run();
    await tf.setBackend('cpu');
    for (const [k, values] of want.entries()) expect(far(got[k]!, values, [1e-4, 1e-5])).toEqual([]);
  });
});

/** A normal on the plane by the three entries of its triangle. */
function normal(t: tf.Tensor): MultivariateNormalTriL {
  const [a, b, c] = tf.split(t, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scaleTril = tf.reshape(tf.concat([a, tf.zerosLike(a), b, c], 1), [1, 2, 2]);
  return new MultivariateNormalTriL({ loc: tf.zeros([1, 2]), scaleTril });
}
