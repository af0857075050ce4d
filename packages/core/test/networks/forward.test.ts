import {
  assignVariables,
  type ConvNetOptions,
  convNet,
  type MlpOptions,
  mlp,
  type Network,
  transposedConvNet,
} from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.js';

// Authority: torch in float64, from the same float32 weights (tools/reference/core_networks.py).

interface Numbers {
  shape: number[];
  data: number[];
}
interface Case<O> {
  x: Numbers;
  y: Numbers;
  weights: Record<string, Numbers>;
  options: O;
}
type Activation = NonNullable<MlpOptions['activation']>;
const cases = fixture<{
  mlp: (Case<never> & { activation: Activation })[];
  convNet: Case<Omit<ConvNetOptions, 'rng'>>[];
  transposedConvNet: Case<Omit<ConvNetOptions, 'rng'>>[];
}>('networks');

async function check(network: Network, { x, y, weights }: Case<unknown>): Promise<void> {
  const arrays = Object.entries(weights).map(([name, w]) => [name, { ...w, data: Float32Array.from(w.data) }]);
  assignVariables('test', network.variables, Object.fromEntries(arrays));
  expect(network.inputShape).toEqual(x.shape.slice(1));
  expect(network.outputShape).toEqual(y.shape.slice(1));
  const input = tf.tensor(x.data, x.shape);
  let output: tf.Tensor | undefined;
  await expectNoLeak(() => {
    output = network.apply(input);
  }, 1);
  expect(output!.shape).toEqual(y.shape);
  const got = await output!.data();
  for (const [i, value] of y.data.entries()) expect(Math.abs(got[i]! - value)).toBeLessThan(2e-5);
  tf.dispose([input, output!]);
  const before = tf.memory().numTensors;
  network.dispose();
  network.dispose();
  expect(before - tf.memory().numTensors).toBe(Object.keys(weights).length);
}

describe.each(['cpu', 'wasm'] as const)('%s agrees with torch', (backend) => {
  test.each(cases.mlp)('mlp, $activation', async (one) => {
    await useBackend(backend);
    const rng = createRng(0);
    await check(mlp({ inputDim: 3, hidden: [5, 4], outputDim: 2, activation: one.activation, rng }), one);
  });

  test.each(cases.convNet)('convNet $options', async (one) => {
    await useBackend(backend);
    await check(convNet({ ...one.options, rng: createRng(0) }), one);
  });

  test.each(cases.transposedConvNet)('transposedConvNet $options', async (one) => {
    await useBackend(backend);
    await check(transposedConvNet({ ...one.options, rng: createRng(0) }), one);
  });
});

describe('gradients agree with finite differences', () => {
  const smooth = {
    imageShape: [4, 3, 1],
    filters: [2],
    hidden: [3],
    vectorDim: 2,
    activation: 'tanh',
  } as const;
  test.each([
    ['mlp', () => mlp({ inputDim: 3, hidden: [4], outputDim: 2, activation: 'softplus', rng: createRng(1) })],
    ['mlp without hidden layers', () => mlp({ inputDim: 3, hidden: [], outputDim: 2, rng: createRng(1) })],
    ['convNet', () => convNet({ ...smooth, rng: createRng(1) })],
    ['transposedConvNet', () => transposedConvNet({ ...smooth, rng: createRng(1) })],
  ] as const)('%s', async (_, make) => {
    await useBackend('cpu');
    const network = make();
    const x = tf.tensor(createRng(2).fillNormal(new Float32Array(2 * network.inputShape[0]!)), [
      2,
      network.inputShape[0]!,
    ]);
    const loss = () => network.apply(x).square().mean().asScalar();
    const { grads } = tf.variableGrads(loss, Object.values(network.variables));
    const h = 1e-2;
    for (const [name, variable] of Object.entries(network.variables)) {
      const values = variable.dataSync().slice();
      const gradient = grads[variable.name]!.dataSync();
      for (const i of [0, values.length >> 1, values.length - 1]) {
        const at = (delta: number) => {
          const moved = values.slice();
          moved[i]! += delta;
          return tf.tidy(() => {
            variable.assign(tf.tensor(moved, variable.shape));
            return loss().dataSync()[0]!;
          });
        };
        const numeric = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        expect(Math.abs(gradient[i]! - numeric), `${name}[${i}]`).toBeLessThan(1e-3 * Math.max(1, Math.abs(numeric)));
        at(0);
      }
    }
  });
});
