import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVrnn, lastLatentCell, recurrentCell } from '../src/index.js';

beforeAll(() => useBackend('cpu'));
const row = (values: number[]) => tf.tensor2d([values]);

describe.each(['gru', 'lstm'] as const)('the state of a stochastic RNN over a %s', (kind) => {
  const recurrent = recurrentCell({ kind, inputDim: 2, units: 3, rng: createRng(0) });
  const cell = lastLatentCell({ recurrent, zFeatures: 1 });
  /** The hidden state after steps [x1, x2, z]. */
  const after = (...inputs: number[][]) =>
    [...cell.hidden(inputs.reduce((state, input) => cell.step(row(input), state), tf.zeros([1, cell.stateDim]) as tf.Tensor2D)).dataSync()]; // biome-ignore format: one expression

  it('forgets every z but the last', () => {
    expect(after([1, 0, 5], [0, 1, 2])).toEqual(after([1, 0, -5], [0, 1, 2]));
    expect(after([1, 0, 5], [0, 1, 2]).at(-1)).toBe(2);
  });

  it('remembers x, and as the recurrent layer alone does', () => {
    const alone = recurrent.step(row([0, 1]), recurrent.step(row([1, 0]), tf.zeros([1, recurrent.stateDim])));
    expect(after([1, 0, 5], [0, 1, 2]).slice(0, 3)).toEqual([...recurrent.hidden(alone).dataSync()]);
    expect(after([0, 0, 5], [0, 1, 2])).not.toEqual(after([1, 0, 5], [0, 1, 2]));
  });
});

describe('a deep Markov model', () => {
  it('has no recurrent layer: its state is the features of the last z', () => {
    const markov = createVrnn({
      inputDim: 3,
      latentDim: 2,
      units: 4,
      latentMemory: 'last',
      stateSeesInput: false,
      emissionSeesState: false,
      rng: createRng(0),
    });
    expect(Object.keys(markov.parameters).some((name) => name.startsWith('cell/'))).toBe(false);
    const { cell } = markov.parts;
    const [a, b] = [row([1, 1, 1, 1]), row([2, 2, 2, 2])].map((state) => cell.step(row([1, 2, 3, 4]), state));
    expect([...a!.dataSync()]).toEqual([1, 2, 3, 4]);
    expect([...b!.dataSync()]).toEqual([1, 2, 3, 4]);
    markov.dispose();
  });
});

it('no features', () => {
  expect(() => lastLatentCell({ zFeatures: 0 })).toThrow(/zFeatures.*got 0/);
});
