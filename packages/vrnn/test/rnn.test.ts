import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRnn } from '../src/index.js';
import { shifting } from './shifting.js';

describe('the deterministic baseline', () => {
  beforeAll(() => useBackend('cpu'));

  it('its likelihood is exact: over all sequences of bits it sums to 1', () => {
    const rnn = createRnn({ inputDim: 2, units: 3, rng: createRng(0) });
    const all = Array.from({ length: 64 }, (_, i) =>
      [0, 1, 2].map((t) => [(i >> (2 * t)) & 1, (i >> (2 * t + 1)) & 1]),
    );
    const total = all.reduce((sum, x) => {
      const bound = rnn.bound({ x: tf.tensor3d([x]), lengths: tf.tensor1d([3], 'int32') });
      expect(bound.side).toBe('exact');
      return sum + Math.exp(bound.value.dataSync()[0]!);
    }, 0);
    expect(total).toBeCloseTo(1, 5);
  });

  it('each sequence of a batch scores as it does alone, lengths 4, 1 and 2, with NaN beyond their ends', () => {
    const rnn = createRnn({ inputDim: 3, units: 5, cell: 'lstm', rng: createRng(0) });
    const x = tf.tensor3d(
      createRng(1)
        .fillUniform(new Float32Array(36))
        .map((u) => (u < 0.5 ? 1 : 0)),
      [3, 4, 3],
    );
    const lengths = [4, 1, 2];
    const within = tf.less(tf.range(0, 4).expandDims(0), tf.tensor2d(lengths, [3, 1])).expandDims(2);
    const padded = tf.where(within.broadcastTo([3, 4, 3]), x, tf.fill([3, 4, 3], Number.NaN));
    const together = rnn.logLikelihood({ x: padded, lengths: tf.tensor1d(lengths, 'int32') }).dataSync();
    lengths.forEach((length, i) => {
      const alone = { x: x.slice([i, 0, 0], [1, length, 3]), lengths: tf.tensor1d([length], 'int32') };
      expect(together[i]).toBeCloseTo(rnn.logLikelihood(alone).dataSync()[0]!, 4);
    });
  });

  it('what follows a prefix depends on it as the likelihood says', () => {
    const rnn = createRnn({ inputDim: 1, units: 3, rng: createRng(3) });
    // Steep weights, so that the next bit's probability depends on the prefix.
    for (const variable of Object.values(rnn.parameters)) variable.assign(variable.mul(4));
    const score = (bits: number[]) =>
      rnn.logLikelihood({ x: tf.tensor3d([bits.map((bit) => [bit])]), lengths: tf.tensor1d([bits.length], 'int32') });
    const chances = [0, 1].map((bit) => {
      const count = 4000;
      const probability = Math.exp(score([bit, 1]).dataSync()[0]! - score([bit]).dataSync()[0]!);
      const drawn = rnn.continue(tf.fill([count, 1, 1], bit), { steps: 1, rng: createRng(bit) });
      const error = Math.sqrt((probability * (1 - probability)) / count);
      expect(Math.abs(drawn.mean().dataSync()[0]! - probability)).toBeLessThan(4 * error);
      return probability;
    });
    expect(Math.abs(chances[0]! - chances[1]!)).toBeGreaterThan(0.1);
  });

  it.each([
    ['bound', /rnn.bound.*\[batch, T, 3\]/],
    ['logLikelihood', /rnn.logLikelihood.*\[batch, T, 3\]/],
    ['continue', /rnn.continue.*\[batch, T, 3\]/],
  ] as const)('%s refuses sequences of another width, and leaks nothing', async (use, message) => {
    const rnn = createRnn({ inputDim: 3, units: 2, rng: createRng(0) });
    const [x, lengths] = [tf.zeros([1, 2, 4]), tf.tensor1d([2], 'int32')];
    await expectNoLeak(() => {
      const act = () =>
        use === 'continue' ? rnn.continue(x, { steps: 1, rng: createRng(0) }) : rnn[use]({ x, lengths });
      expect(act).toThrow(message);
    });
  });

  it('learns what a VRNN learns', async () => {
    const rnn = createRnn({ inputDim: 3, units: 6, rng: createRng(0) });
    const data = batches(shifting(12, 5), { size: 12, rng: createRng(1) });
    const nats: number[] = [];
    for await (const reading of fit(rnn.players({ optimizer: tf.train.adam(0.03) }), data, {
      steps: 60,
      rng: createRng(2),
    }))
      nats.push(reading.nats);
    // Only the first of the mean 4 steps is uncertain, one of three: log 3 nats per sequence at best.
    expect(nats.at(-1)!).toBeGreaterThan(-4.8);
    expect(nats.at(-1)!).toBeLessThan(-Math.log(3) + 0.08);
    expect(rnn.generate({ steps: 4, count: 2, rng: createRng(0) }).shape).toEqual([2, 4, 3]);
  });
});
