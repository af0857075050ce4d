import { createAutoencoder, createVae } from '@latents/autoencoders';
import { expectNoLeak, useBackend } from '@latents/testing';
import { encodeSafetensors, type Json, load } from '@latents/training';
import { beforeAll, describe, expect, test } from 'vitest';

beforeAll(() => useBackend('cpu'));

const OPTIONS = { inputDim: 8, latentDim: 2, hidden: [4] };

/** A file of a few hundred bytes whose description asks for `options`. */
function file(kind: string, options: Json): Uint8Array {
  return encodeSafetensors({ arrays: {}, metadata: { 'latents.model': JSON.stringify({ kind, options }) } });
}

const HOSTILE: [string, object][] = [
  ['wide hidden layers', { hidden: [30_000, 20_000] }],
  ['an input of 1e8', { inputDim: 1e8 }],
  ['an input of 1e300', { inputDim: 1e300 }],
  ['an input of 2^53 - 1', { inputDim: Number.MAX_SAFE_INTEGER }],
  ['a code of 1e8', { latentDim: 1e8 }],
  ['an endless code', { latentDim: null }],
  ['a negative width', { hidden: [-4] }],
  ['a width in words', { hidden: ['4'] }],
  ['hidden layers that are a number', { hidden: 4 }],
  ['an unknown option', { hiden: [4] }],
  ['an inherited name as the activation', { activation: 'constructor' }],
  ['an inherited name as the likelihood', { likelihood: '__proto__' }],
  ['a scale below 0', { likelihood: { normal: -1 } }],
  ['1e9 classes', { likelihood: { categorical: 1e9 } }],
  ['options that are null', { likelihood: null, activation: null }],
];

describe.each([
  [
    'vae',
    createVae,
    [
      ['an unknown posterior', { posterior: 'zz' }],
      ['a posterior that is null', { posterior: null }],
      ['a full covariance of 1e5 dimensions', { posterior: 'full', latentDim: 1e5 }],
      ['1e9 layers of a flow', { posterior: { planar: 1e9 } }],
      ['1e6 layers of a flow in one dimension', { posterior: { planar: 1e6 }, latentDim: 1 }],
      ['a context of 1e9', { posterior: { realNvp: 2, context: 1e9 } }],
      [
        'a wide autoregressive flow',
        { posterior: { inverseAutoregressive: 2 }, latentDim: 400_000, inputDim: 1, hidden: [] },
      ],
      ['a prior of 1e9 components', { prior: { mixture: 1e9 } }],
      ['a prior of 1e9 pseudo-inputs', { prior: { vamp: 1e9 } }],
      ['an unknown prior', { prior: 'toString' }],
      ['an unknown posterior mean', { posteriorMean: 'zz' }],
    ] as [string, object][],
  ],
  [
    'autoencoder',
    createAutoencoder,
    [
      ['a corruption of an unknown kind', { corruption: { kind: 'zz' } }],
      ['a corruption with a rate of 2', { corruption: { kind: 'masking', rate: 2 } }],
      ['a corruption with an unknown option', { corruption: { kind: 'masking', rate: 0.5, betta: 1 } }],
      ['a corruption that is a word', { corruption: 'masking' }],
    ] as [string, object][],
  ],
])('a file that describes a %s', (kind, factory, more) => {
  test.each([...HOSTILE, ...more])('with %s is refused in milliseconds, and leaves no tensor', async (_, options) => {
    const bytes = file(kind, { ...OPTIONS, ...options } as Json);
    expect(bytes.length).toBeLessThan(400);
    await expectNoLeak(async () => {
      const start = performance.now();
      await expect(load<{ dispose(): void } & ReturnType<typeof factory>>(factory, bytes)).rejects.toThrow(
        /^load\(factory, source\): .*(expected|allows)/s,
      );
      expect(performance.now() - start).toBeLessThan(500);
    });
  });
});

test('a refused factory leaves no tensor, whichever option is wrong', async () => {
  const rng = { fork: () => rng, uniform: () => 0 } as never;
  await expectNoLeak(() => {
    expect(() => createVae({ ...OPTIONS, rng })).toThrow();
    expect(() => createVae({ ...OPTIONS, rng: undefined as never })).toThrow('createVae({ rng }): expected rng');
    expect(() => createAutoencoder({ ...OPTIONS, rng: null as never })).toThrow(
      'createAutoencoder({ rng }): expected rng',
    );
    expect(() => createVae({ ...OPTIONS, betta: 1 } as never)).toThrow('createVae(options): expected options inputDim');
    expect(() => createVae(undefined as never)).toThrow('createVae(options): expected an object');
  });
});
