import {
  type DiscreteModel,
  doublyReparameterizedBound,
  enumeratedElbo,
  oneHotHead,
  relaxedElbo,
  scoreFunctionElbo,
} from '@latents/autoencoders';
import { bernoulliHead, conditional, mlp, OneHotCategorical, type TensorBound } from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError, useBackend } from '@latents/testing';
import { maximizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Two bits, three classes, linear networks: everything can be summed by hand.
const X = [1, 0];
const ENCODER = [0.4, -0.2, 0.1];
const DECODER = [
  [1.2, -0.7],
  [-0.5, 0.3],
  [0.2, 0.9],
];
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** The ELBO of X in doubles, by the encoder's biases. */
function elboInDoubles(biases: readonly number[]): number {
  const total = biases.reduce((sum, b) => sum + Math.exp(b), 0);
  return biases.reduce((sum, b, k) => {
    const q = Math.exp(b) / total;
    const log = X.reduce((s, bit, i) => s + Math.log(sigmoid(bit ? DECODER[k]![i]! : -DECODER[k]![i]!)), 0);
    return sum + q * (log - Math.log(3 * q));
  }, 0);
}
const slopes = ENCODER.map((_, k) => {
  const at = (h: number) => elboInDoubles(ENCODER.map((b, i) => (i === k ? b + h : b)));
  return (at(1e-5) - at(-1e-5)) / 2e-5;
});

let encoderBias: tf.Variable;
let model: DiscreteModel;
beforeAll(async () => {
  await useBackend('wasm');
  const encoder = mlp({ inputDim: 2, hidden: [], outputDim: 3, rng: createRng(0) });
  const decoder = mlp({ inputDim: 3, hidden: [], outputDim: 2, rng: createRng(1) });
  model = { encoder: conditional(encoder, oneHotHead(3)), decoder: conditional(decoder, bernoulliHead(2)) };
  encoder.variables['dense0/kernel']!.assign(tf.zeros([2, 3]));
  encoderBias = encoder.variables['dense0/bias']!;
  encoderBias.assign(tf.tensor1d(ENCODER));
  decoder.variables['dense0/kernel']!.assign(tf.tensor2d(DECODER));
  decoder.variables['dense0/bias']!.assign(tf.zeros([2]));
});
afterAll(() => {
  model.encoder.dispose();
  model.decoder.dispose();
});

function gradientOf(objective: (x: tf.Tensor) => TensorBound): { value: number; gradient: number[] } {
  return tf.tidy(() => {
    const x = tf.tensor2d([X]);
    const { value, grads } = tf.variableGrads(() => objective(x).value, [encoderBias]);
    return { value: value.dataSync()[0]!, gradient: [...grads[encoderBias.name]!.dataSync()] };
  });
}

test('enumeration: the value is the sum in doubles, the gradient its finite differences', () => {
  const { value, gradient } = gradientOf((x) => enumeratedElbo(model, x));
  expect(value).toBeCloseTo(elboInDoubles(ENCODER), 5);
  for (const [k, slope] of slopes.entries()) expect(gradient[k]).toBeCloseTo(slope, 4);
});

describe('the score function (ERRATA E11)', () => {
  const runs = (options: { samples: number; baseline?: 'leave-one-out' | number }) =>
    Array.from({ length: 400 }, (_, seed) =>
      gradientOf((x) => scoreFunctionElbo(model, x, { ...options, rng: createRng(seed) })),
    );

  test.each([
    { samples: 1, baseline: 0 },
    { samples: 1, baseline: -1.4 },
    { samples: 4, baseline: 'leave-one-out' as const },
  ])('expects the gradient and the value of enumeration: $samples samples, baseline $baseline', (options) => {
    const made = runs(options);
    const values = meanAndStandardError(made.map(({ value }) => value));
    expect(Math.abs(values.mean - elboInDoubles(ENCODER))).toBeLessThan(4 * values.standardError);
    for (const [k, slope] of slopes.entries()) {
      const { mean, standardError } = meanAndStandardError(made.map(({ gradient }) => gradient[k]!));
      expect(Math.abs(mean - slope)).toBeLessThan(4 * standardError);
    }
  });

  test('a baseline takes noise away', () => {
    const noise = (baseline: 'leave-one-out' | number) =>
      meanAndStandardError(runs({ samples: 4, baseline }).map(({ gradient }) => gradient[0]!)).standardError;
    expect(noise('leave-one-out')).toBeLessThan(0.7 * noise(0));
  });

  test('guards', () => {
    const call = (options: object) => () =>
      scoreFunctionElbo(model, tf.zeros([1, 2]), { samples: 2, rng: createRng(0), ...options });
    expect(call({ samples: 1 })).toThrow('expected an integer >= 2, got 1');
    expect(call({ samples: 0, baseline: 0 })).toThrow('expected an integer >= 1, got 0');
    expect(call({ baseline: NaN })).toThrow("expected 'leave-one-out' or a finite number, got NaN");
  });
});

describe('Gumbel-softmax', () => {
  const relaxed = (seed: number, options: { temperature: number; straightThrough?: boolean }) =>
    gradientOf((x) => relaxedElbo(model, x, { ...options, rng: createRng(seed) }));

  test('says that it is no bound, and that maximising it is unsound', () => {
    const made = maximizeUnsound(relaxedElbo(model, tf.zeros([1, 2]), { temperature: 1, rng: createRng(0) }));
    expect(made.bound.side).toBe('none');
    expect(made.sound).toBe(false);
  });

  const values = (options: { temperature: number; straightThrough?: boolean }) =>
    meanAndStandardError(Array.from({ length: 200 }, (_, seed) => relaxed(seed, options).value));

  test('straight through, its value is a draw of the ELBO', () => {
    const { mean, standardError } = values({ temperature: 1, straightThrough: true });
    expect(Math.abs(mean - elboInDoubles(ENCODER))).toBeLessThan(4 * standardError);
  });

  test('soft, it may exceed log p(x): between two classes that both fail lies a vector that does not', () => {
    const kernel = model.decoder.variables['dense0/kernel']!;
    // Bits (1, 0) cost 10 nats under every class, and 2 log 2 under their average.
    kernel.assign(
      tf.tensor2d([
        [10, 10],
        [-10, -10],
        [10, 10],
      ]),
    );
    const logP = -10 - 2 * Math.log1p(Math.exp(-10));
    const { mean, standardError } = values({ temperature: 5 });
    kernel.assign(tf.tensor2d(DECODER));
    expect(mean - 4 * standardError).toBeGreaterThan(logP);
  });

  test('guards', () => {
    expect(() => relaxedElbo(model, tf.zeros([1, 2]), { temperature: 0, rng: createRng(0) })).toThrow('got 0');
    expect(() => oneHotHead(0)).toThrow('oneHotHead(classes): expected a positive integer, got 0');
    expect(() => enumeratedElbo(model, tf.zeros([1, 5]))).toThrow('expected x of shape [batch, 2], got [1,5]');
  });
});

test("a prior of one's own: one that the posterior equals leaves no rate", () => {
  const rate = tf.tidy(
    () =>
      enumeratedElbo(model, tf.tensor2d([X]), {
        prior: () => new OneHotCategorical({ logits: tf.tensor1d(ENCODER) }),
      })
        .terms.find(({ name }) => name === 'rate')!
        .nats.dataSync()[0],
  );
  expect(rate).toBeCloseTo(0, 6);
});

test('a bound that needs reparameterised draws refuses a discrete posterior, and names the alternatives', () => {
  expect(() =>
    tf.tidy(() => doublyReparameterizedBound(model, tf.tensor2d([X]), { samples: 2, rng: createRng(0) }).value),
  ).toThrow("got 'one-hot-categorical'. For discrete z see enumeratedElbo and scoreFunctionElbo.");
});

test('no leak in any of the three', async () => {
  const rng = createRng(0);
  await expectNoLeak(() => gradientOf((x) => enumeratedElbo(model, x)));
  await expectNoLeak(() => gradientOf((x) => scoreFunctionElbo(model, x, { samples: 2, rng })));
  await expectNoLeak(() => gradientOf((x) => relaxedElbo(model, x, { temperature: 0.5, rng })));
});
