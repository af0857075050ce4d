import {
  autoencoderForm,
  betaElbo,
  combinedBound,
  type DiscreteModel,
  doublyReparameterizedBound,
  entropyForm,
  enumeratedElbo,
  evidenceForm,
  freeBits,
  multiplyImportanceWeightedBound,
  oneHotHead,
  relaxedElbo,
  scoreFunctionElbo,
  totalCorrelationElbo,
} from '@latents/autoencoders';
import { bernoulliHead, conditional, mlp, RelaxedOneHotCategorical } from '@latents/core';
import { createRng } from '@latents/math';
import { type BoundCases, boundChecks, useBackend } from '@latents/testing';
import { describeChecks, describeMembers } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';
import { EXAMPLES, linearGaussianVae, logDensity, repeated } from '../linear-gaussian.js';

await useBackend('wasm');
beforeAll(() => useBackend('wasm'));

// A linear Gaussian model, whose log p(x) is known, with an encoder that is off by ERROR in means and log-variances.
const ERROR = 0.4;
const [off, exact] = [linearGaussianVae(ERROR), linearGaussianVae()];
const truth = logDensity(EXAMPLES[0]);
const x = repeated(EXAMPLES[0], 40);
const posteriorVariances = tf.tidy(() => [...exact.encoder.given(repeated(EXAMPLES[0], 1)).variance().dataSync()]);
/** KL(q, posterior): both coordinates have the same ratio of variances. */
const gap = posteriorVariances.reduce((sum, v) => sum + 0.5 * (Math.exp(ERROR) + ERROR ** 2 / v - 1 - ERROR), 0);
const rates = tf.tidy(() => {
  const q = off.encoder.given(repeated(EXAMPLES[0], 1));
  const [mean, variance] = [q.mean().dataSync(), q.variance().dataSync()];
  return Array.from(mean, (m, i) => 0.5 * (m * m + variance[i]! - 1 - Math.log(variance[i]!)));
});
const rate = rates[0]! + rates[1]!;
const known = { logEvidence: tf.fill([40], truth), posterior: exact.encoder.given(x) };
const common = { side: 'lower', of: 'log p(x)', truth, parameters: Object.values(off.parameters), draws: 40 } as const;
const seeded = (seed: number) => ({ rng: createRng(seed) });
const weighted = (seed: number) => ({ samples: 4, rng: createRng(seed) });

// Two bits, three classes, linear networks: everything is summed in float64.
const BITS = [1, 0];
const ENCODER = [0.4, -0.2, 0.1];
const DECODER = [
  [1.2, -0.7],
  [-0.5, 0.3],
  [0.2, 0.9],
];
const encoder = mlp({ inputDim: 2, hidden: [], outputDim: 3, rng: createRng(0) });
const decoder = mlp({ inputDim: 3, hidden: [], outputDim: 2, rng: createRng(1) });
encoder.variables['dense0/kernel']!.assign(tf.zeros([2, 3]));
encoder.variables['dense0/bias']!.assign(tf.tensor1d(ENCODER));
decoder.variables['dense0/kernel']!.assign(tf.tensor2d(DECODER));
decoder.variables['dense0/bias']!.assign(tf.zeros([2]));
const model: DiscreteModel = {
  encoder: conditional(encoder, oneHotHead(3)),
  decoder: conditional(decoder, bernoulliHead(2)),
};
const bits = tf.tensor2d(Array.from({ length: 20 }, () => BITS));
/** log p(x | z) of a vector z, not only of a class. */
const logLikelihood = (z: readonly number[]) =>
  BITS.reduce((total, bit, i) => {
    const logit = z.reduce((sum, v, k) => sum + v * DECODER[k]![i]!, 0);
    return total - Math.log1p(Math.exp(bit ? -logit : logit));
  }, 0);
const classes = [0, 1, 2].map((k) => logLikelihood([0, 1, 2].map((i) => Number(i === k))));
const normaliser = ENCODER.reduce((sum, b) => sum + Math.exp(b), 0);
const q = ENCODER.map((b) => Math.exp(b) / normaliser);
const rateOfClasses = q.reduce((sum, v) => sum + v * Math.log(3 * v), 0);
const discrete = {
  side: 'lower',
  of: 'log p(x)',
  truth: Math.log(classes.reduce((sum, log) => sum + Math.exp(log) / 3, 0)),
  expected: q.reduce((sum, v, k) => sum + v * classes[k]!, 0) - rateOfClasses,
  parameters: [encoder.variables['dense0/bias']!],
} as const;
const TEMPERATURE = 0.7;
/** The relaxed value of the same draws, in float64. */
function relaxedInDoubles(seed: number): number {
  const logits = tf.tile(tf.tensor2d([ENCODER]), [bits.shape[0]!, 1]);
  const draws = new RelaxedOneHotCategorical({ temperature: TEMPERATURE, logits }).sample(createRng(seed)).arraySync();
  const rows = draws as number[][];
  return rows.reduce((sum, z) => sum + logLikelihood(z) / rows.length, 0) - rateOfClasses;
}

const ROWS: Readonly<Record<string, BoundCases>> = {
  evidenceForm: {
    ...common,
    make: () => evidenceForm(off, x, known),
    expected: truth - gap,
    parameters: Object.values(off.parameters).slice(0, 2),
    draws: 4,
  },
  entropyForm: {
    ...common,
    make: (seed) => entropyForm(off, x, seeded(seed)),
    expected: truth - gap,
    tight: (seed) => entropyForm(exact, x, seeded(seed)),
  },
  autoencoderForm: {
    ...common,
    make: (seed) => autoencoderForm(off, x, seeded(seed)),
    expected: truth - gap,
    tight: (seed) => autoencoderForm(exact, x, seeded(seed)),
  },
  'betaElbo with beta 3': {
    ...common,
    make: (seed) => betaElbo(off, x, { beta: 3, ...seeded(seed) }),
    expected: truth - gap - 2 * rate,
  },
  'betaElbo with beta 0.5': {
    ...common,
    side: 'none',
    make: (seed) => betaElbo(off, x, { beta: 0.5, ...seeded(seed) }),
    expected: truth - gap + 0.5 * rate,
  },
  freeBits: {
    ...common,
    make: (seed) => freeBits(off, x, { floor: 0.1, ...seeded(seed) }),
    expected: truth - gap - rates.reduce((sum, nats) => sum + Math.max(0, 0.1 - nats), 0),
    tight: (seed) => freeBits(exact, x, { floor: 0, ...seeded(seed) }),
  },
  'freeBits with a high floor': {
    ...common,
    make: (seed) => freeBits(off, x, { floor: 5, ...seeded(seed) }),
    expected: truth - gap - rates.reduce((sum, nats) => sum + Math.max(0, 5 - nats), 0),
  },
  totalCorrelationElbo: {
    ...common,
    make: (seed) => totalCorrelationElbo(off, x, { dataSize: 40, ...seeded(seed) }),
    expected: truth - gap,
    tight: (seed) => totalCorrelationElbo(exact, x, { dataSize: 40, ...seeded(seed) }),
  },
  multiplyImportanceWeightedBound: {
    ...common,
    make: (seed) => multiplyImportanceWeightedBound(off, x, { groups: 2, ...weighted(seed) }),
    tight: (seed) => multiplyImportanceWeightedBound(exact, x, { groups: 2, ...weighted(seed) }),
  },
  combinedBound: {
    ...common,
    make: (seed) => combinedBound(off, x, { mix: 0.25, ...weighted(seed) }),
    tight: (seed) => combinedBound(exact, x, { mix: 0.25, ...weighted(seed) }),
  },
  doublyReparameterizedBound: {
    ...common,
    make: (seed) => doublyReparameterizedBound(off, x, weighted(seed)),
    tight: (seed) => doublyReparameterizedBound(exact, x, weighted(seed)),
    gradient: 'in expectation',
  },
  enumeratedElbo: { ...discrete, make: () => enumeratedElbo(model, bits), draws: 4 },
  scoreFunctionElbo: {
    ...discrete,
    make: (seed) => scoreFunctionElbo(model, bits, { samples: 4, ...seeded(seed) }),
    gradient: () => enumeratedElbo(model, bits),
    draws: 100,
  },
  relaxedElbo: {
    ...discrete,
    side: 'none',
    make: (seed) => relaxedElbo(model, bits, { temperature: TEMPERATURE, ...seeded(seed) }),
    expected: undefined as never,
    definition: relaxedInDoubles,
  },
  'relaxedElbo straight through': {
    ...discrete,
    side: 'none',
    make: (seed) => relaxedElbo(model, bits, { temperature: 1, straightThrough: true, ...seeded(seed) }),
    gradient: 'biased',
  },
};

describeMembers('bounds', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['TensorBound'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, boundChecks(cases));
