import { elbo, importanceWeightedBound, tensorBound } from '@latents/core';
import { createRng } from '@latents/math';
import { boundChecks, useBackend } from '@latents/testing';
import { describeChecks, describeMembers } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';

await useBackend('cpu');
beforeAll(() => useBackend('cpu'));

// p(z) = N(0, 1), p(x | z) = N(z, 1), x = 1: log p(x) = log N(1; 0, 2), and the posterior is N(1/2, 1/2).
const X = 1;
const truth = -0.5 * (X ** 2 / 2 + Math.log(4 * Math.PI));
const ofNormal = (mean: number, variance: number) => ({
  reconstruction: -0.5 * ((X - mean) ** 2 + variance + Math.log(2 * Math.PI)),
  rate: 0.5 * (mean ** 2 + variance - 1 - Math.log(variance)),
});
const wrong = { mean: 0.8, variance: 0.7 };
const [off, exact] = [ofNormal(wrong.mean, wrong.variance), ofNormal(X / 2, 0.5)];
const twice = (v: number) => tf.variable(tf.tensor1d([v - 0.3, v + 0.3]));
const inputs = {
  off: { reconstruction: twice(off.reconstruction), rate: twice(off.rate) },
  exact: { reconstruction: twice(exact.reconstruction), rate: twice(exact.rate) },
};

const SAMPLES = 4;
const BATCH = 2000;
const rng = createRng(1);
/** log p(x, z) - log q(z) of draws of z from q. */
const weights = Array.from({ length: SAMPLES }, () =>
  Array.from({ length: BATCH }, () => {
    const noise = rng.normal();
    const z = wrong.mean + Math.sqrt(wrong.variance) * noise;
    const joint = -0.5 * (z * z + (X - z) ** 2) - Math.log(2 * Math.PI);
    return joint + 0.5 * noise ** 2 + 0.5 * Math.log(2 * Math.PI * wrong.variance);
  }),
);
const logWeights = tf.variable(tf.tensor2d(weights)) as unknown as tf.Tensor2D & tf.Variable;
const equal = tf.variable(tf.fill([SAMPLES, 3], truth)) as unknown as tf.Tensor2D;
const meanOfLogs = () =>
  weights[0]!.reduce((sum, _, j) => {
    const mean = weights.reduce((total, row) => total + Math.exp(row[j]!), 0) / SAMPLES;
    return sum + Math.log(mean) / BATCH;
  }, 0);

const ROWS = {
  elbo: {
    make: () => elbo(inputs.off),
    side: 'lower',
    of: 'log p(x)',
    truth,
    expected: off.reconstruction - off.rate,
    tight: () => elbo(inputs.exact),
    parameters: [inputs.off.reconstruction, inputs.off.rate],
    draws: 4,
  },
  importanceWeightedBound: {
    make: () => importanceWeightedBound(logWeights),
    side: 'lower',
    of: 'log p(x)',
    truth,
    definition: meanOfLogs,
    tight: () => importanceWeightedBound(equal),
    parameters: [logWeights],
    draws: 4,
  },
  // Bounds are made by it: the caller names the quantity.
  tensorBound: {
    make: () => {
      const terms = Object.entries(inputs.off).map(([name, nats]) => ({ name, nats: nats.mean() as tf.Scalar }));
      return tensorBound('exact', 'a difference', [
        { ...terms[0]!, weight: 2 },
        { ...terms[1]!, weight: -3 },
      ]);
    },
    side: 'exact',
    of: 'a difference',
    truth: 2 * off.reconstruction - 3 * off.rate,
    parameters: Object.values(inputs.off),
    draws: 4,
  },
} as const;

describeMembers('bounds', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['TensorBound'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, boundChecks(cases));
