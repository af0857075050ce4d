import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { recurrentCell, Vrnn } from '../src/index.js';
import { small, tensors } from './shifting.js';

describe('bad input', () => {
  beforeAll(() => useBackend('cpu'));
  const vrnn = small();
  const lengths = (values: number[]) => tf.tensor1d(values, 'int32');
  const { x } = tensors(2, 4);
  it.each([
    [
      'no steps',
      () => vrnn.elbo({ x: tf.zeros([2, 0, 3]), lengths: lengths([0, 0]) }, createRng(0)),
      /T at least 1, got \[2,0,3\]/,
    ],
    [
      'another width',
      () => vrnn.elbo({ x: tf.zeros([2, 4, 5]), lengths: lengths([4, 4]) }, createRng(0)),
      /\[batch, T, 3\].*got \[2,4,5\]/,
    ],
    [
      'a length beyond the padding',
      () => vrnn.elbo({ x, lengths: lengths([4, 5]) }, createRng(0)),
      /from 1 to 4.*got 5 for sequence 1/,
    ],
    ['a length of 0', () => vrnn.elbo({ x, lengths: lengths([0, 4]) }, createRng(0)), /got 0 for sequence 0/],
    [
      'too few lengths',
      () => vrnn.elbo({ x, lengths: lengths([4]) }, createRng(0)),
      /lengths of shape \[2\].*got \[1\]/,
    ],
    [
      'grey values',
      () => vrnn.elbo({ x: x.mul(0.5), lengths: lengths([4, 4]) }, createRng(0)),
      /bits, 0 or 1.*got 0.5 in sequence 0, step 0/,
    ],
    [
      'no samples',
      () => vrnn.logLikelihood({ x, lengths: lengths([4, 4]) }, { samples: 0, rng: createRng(0) }),
      /samples.*got 0/,
    ],
    [
      'no particles',
      () => vrnn.particleLogLikelihood({ x, lengths: lengths([4, 4]) }, { samples: 0, rng: createRng(0) }),
      /samples.*got 0/,
    ],
    [
      'a threshold above 1',
      () =>
        vrnn.particleLogLikelihood({ x, lengths: lengths([4, 4]) }, { samples: 2, threshold: 2, rng: createRng(0) }),
      /threshold.*from 0 to 1, got 2/,
    ],
    ['no temperature', () => vrnn.generate({ steps: 1, temperature: 0, rng: createRng(0) }), /temperature, got 0/],
    [
      'two symbols at once',
      () =>
        small({ emission: 'categorical' }).elbo({ x: tf.tensor3d([[[1, 1, 0]]]), lengths: lengths([1]) }, createRng(0)),
      /one-hot.*got a sum of 2 in sequence 0, step 0/,
    ],
    [
      'no symbol',
      () => small({ emission: 'categorical' }).elbo({ x: tf.zeros([1, 2, 3]), lengths: lengths([2]) }, createRng(0)),
      /one-hot.*got a sum of 0/,
    ],
    [
      'imputing from grey values',
      () => vrnn.impute(x.mul(0.5), { observed: tf.ones([2, 4]), samples: 2, rng: createRng(0) }),
      /bits.*got 0.5 in sequence 0, step 0/,
    ],
    [
      'steps half observed',
      () => vrnn.impute(x, { observed: tf.fill([2, 4], 0.5), samples: 2, rng: createRng(0) }),
      /expected 0 or 1, got 0.5 in sequence 0, step 0/,
    ],
    ['infinite free nats', () => vrnn.players({ freeNats: Infinity }), /got Infinity/],
    ['no steps to generate', () => vrnn.generate({ steps: 0, rng: createRng(0) }), /steps.*got 0/],
    ['negative free nats', () => vrnn.players({ freeNats: -1 }), /got -1/],
    [
      'beta with another objective',
      () => vrnn.players({ beta: 2, objective: (batch, rng) => vrnn.elbo(batch, rng) }),
      /vrnn.players.*without an objective/,
    ],
    [
      'imputing with a smoothing posterior',
      () => small({ posterior: 'smoothing' }).impute(x, { observed: tf.ones([2, 4]), samples: 2, rng: createRng(0) }),
      /filtering posterior/,
    ],
    [
      'parts that do not meet',
      () => new Vrnn({ ...vrnn.parts, cell: recurrentCell({ kind: 'gru', inputDim: 2, units: 4, rng: createRng(0) }) }),
      /cell input of width 8.*got 2/,
    ],
    [
      'a recurrence of weights that are not those of the cell',
      () => new Vrnn({ ...vrnn.parts, cell: recurrentCell({ kind: 'gru', inputDim: 8, units: 4, rng: createRng(0) }) }),
      /new Vrnn\(\{ recurrence \}\): expected the 4 variables of cell as its weights/,
    ],
  ])('%s', (_, act, message) => expect(act).toThrow(message));

  it('while training: NaN in a sequence', async () => {
    const broken = {
      x: ndArray([1, 2, 3], Float32Array.of(0, 1, 0, 0, Number.NaN, 1)),
      lengths: ndArray([1], Int32Array.of(2)),
    };
    const [player] = small().players({ optimizer: tf.train.sgd(0.1) });
    await expect(async () => player!.take(broken, { step: 0, rng: createRng(0) })).rejects.toThrow(
      /got NaN in sequence 0, step 1, column 1/,
    );
  });
});
