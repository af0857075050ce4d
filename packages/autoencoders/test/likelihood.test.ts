import { createAutoencoder, createVae, type LikelihoodOption } from '@latents/autoencoders';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import { batches, fit, load } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from './readings.js';

beforeAll(() => useBackend('cpu'));

const rows = (n: number, make: (u: number) => number): NdArray<Float32Array> =>
  ndArray(
    [n, 4],
    createRng(1)
      .fillUniform(new Float32Array(4 * n))
      .map(make),
  );
const CASES: [LikelihoodOption, (u: number) => number, bad: number, message: string][] = [
  ['binary', (u) => Math.round(u), 0.5, "0 or 1, as the 'binary' likelihood needs"],
  ['bernoulli', (u) => u, 1.5, 'values from 0 to 1'],
  ['continuousBernoulli', (u) => u, -0.5, 'values from 0 to 1'],
  ['normal', (u) => 5 * u - 2, Number.NaN, 'finite values'],
  [{ normal: 0.5 }, (u) => 5 * u - 2, Infinity, 'finite values'],
  [{ categorical: 3 }, (u) => Math.floor(3 * u), 3, 'integers from 0 to 2'],
  [{ discretizedLogistic: 16 }, (u) => Math.floor(16 * u), 1.5, 'integers from 0 to 15'],
];

describe.each(CASES)('%j', (likelihood, make, bad, message) => {
  const vae = () => createVae({ inputDim: 4, latentDim: 2, hidden: [8], likelihood, rng: createRng(2) });

  it('a value outside the support is refused when it is trained on, with its place', async () => {
    const data = rows(2, make);
    data.data[6] = bad;
    const message_ = new RegExp(`expected ${message.replace(/[()]/g, '.')}.*got ${bad} in row 1, column 2`);
    const context = { step: 0, rng: createRng(0) };
    const model = createAutoencoder({ inputDim: 4, latentDim: 2, hidden: [8], likelihood, rng: createRng(2) });
    await expect(
      vae()
        .players({ optimizer: tf.train.adam(0.01) })[0]!
        .take(data, context),
    ).rejects.toThrow(message_);
    await expect(model.players({ optimizer: tf.train.adam(0.01) })[0]!.take(data, context)).rejects.toThrow(message_);
    expect(() => vae().elbo(tf.tensor2d(data.data, [2, 4]), createRng(0))).toThrow(message_);
  });

  it('trains, on cpu and wasm; saved and loaded it is the same', async () => {
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      const model = vae();
      const found: number[] = [];
      for await (const { nats } of fit(
        model.players({ optimizer: tf.train.adam(0.02) }),
        batches(rows(64, make), { size: 32, rng: createRng(3) }),
        {
          steps: 30,
          rng: createRng(4),
        },
      )) {
        found.push(nats);
      }
      const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(mean(found.slice(-4))).toBeGreaterThan(mean(found.slice(0, 4)));
      if (backend === 'wasm') continue;
      const again = await load(createVae, await bytesOf(model));
      expect([...again.generate(2, createRng(5)).dataSync()]).toEqual([...model.generate(2, createRng(5)).dataSync()]);
    }
    await useBackend('cpu');
  });

  it('the likelihood of all that the decoder may say sums to at most 1, and its mean is within the support', () => {
    const model = vae();
    const p = tf.tidy(() => [...model.generate(20, createRng(6)).dataSync()]);
    const range = typeof likelihood === 'object' && !('normal' in likelihood) ? Object.values(likelihood)[0]! - 1 : 1;
    if (likelihood !== 'normal' && !(typeof likelihood === 'object' && 'normal' in likelihood)) {
      for (const mean of p) expect(mean).toBeGreaterThanOrEqual(0);
      for (const mean of p) expect(mean).toBeLessThanOrEqual(range);
    }
    if (range > 1 || likelihood === 'binary') {
      // One coordinate through all its values, the others fixed: what they share cancels, and the whole is the mass of the three others.
      const logs = Array.from({ length: range + 1 }, (_, v) =>
        tf.tidy(
          () =>
            model.decoder
              .given(tf.zeros([1, 2]))
              .logProb(tf.tensor2d([[v, 0, 1, 1]]))
              .dataSync()[0]!,
        ),
      );
      const others = Array.from({ length: range + 1 }, (_, v) =>
        tf.tidy(
          () =>
            model.decoder
              .given(tf.zeros([1, 2]))
              .logProb(tf.tensor2d([[0, v, 1, 1]]))
              .dataSync()[0]!,
        ),
      );
      const total = (values: number[]) => values.reduce((sum, log) => sum + Math.exp(log), 0);
      // p(v, 0) sums over v to p(0) of the second; p(0, v) to p(0) of the first: their product is p(0, 0) times the rest.
      expect(total(logs) * total(others)).toBeCloseTo(Math.exp(logs[0]!) * Math.exp(marginalOfRest(model)), 5);
    }
  });
});

/** log of the mass of the last two coordinates, (1, 1), by summing over the first two. */
function marginalOfRest(model: ReturnType<typeof createVae>): number {
  return tf.tidy(() => {
    const p = model.decoder.given(tf.zeros([1, 2]));
    const { likelihood } = model.config['options'] as { likelihood: LikelihoodOption };
    const levels = typeof likelihood === 'object' ? Number(Object.values(likelihood)[0]) : 2;
    let total = 0;
    for (let a = 0; a < levels; a++) {
      for (let b = 0; b < levels; b++) total += Math.exp(p.logProb(tf.tensor2d([[a, b, 1, 1]])).dataSync()[0]!);
    }
    return Math.log(total);
  });
}

it('refuses options that are none', () => {
  for (const likelihood of [
    { categorical: 1 },
    { discretizedLogistic: 2.5 },
    { poisson: 1 },
    {},
    { normal: 1, categorical: 3 },
    { normal: '1' },
    'constructor',
    null,
    7,
  ]) {
    expect(() =>
      createVae({ inputDim: 4, latentDim: 2, hidden: [], likelihood: likelihood as never, rng: createRng(0) }),
    ).toThrow('createVae({ likelihood })');
  }
});
