import { dense, gruCell, OPERATIONS } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Activations = ('relu' | 'tanh' | 'linear')[];
interface Sizes {
  readonly steps: number;
  readonly batch: number;
  readonly posterior: Activations;
  readonly zFeatures: Activations;
}

const [E, F, G, H, Z] = [3, 5, 4, 6, 2];

/** Evidence, features, noise, the GRU's weights, then the layers'. */
function shapesOf({ steps, batch, posterior, zFeatures }: Sizes): number[][] {
  const layers = (inputs: number, hidden: number, count: number, outputs: number) =>
    Array.from({ length: count }, (_, i) => {
      const to = i === count - 1 ? outputs : hidden;
      return [[i === 0 ? inputs : hidden, to], [to]];
    }).flat();
  return [
    ...[E, F, Z].map((width) => [steps, batch, width]),
    ...[[F + G, 3 * H], [3 * H], [H, 3 * H], [3 * H]],
    ...layers(E + H, 7, posterior.length, 2 * Z),
    ...layers(Z, 3, zFeatures.length, G),
  ];
}

function fused(sizes: Sizes, inputs: tf.Tensor[]): tf.Tensor[] {
  const { posterior, zFeatures } = sizes;
  return tf.engine().runKernel<tf.Tensor[]>(OPERATIONS.recurrence.kernel, inputs as unknown as tf.NamedTensorMap, {
    posterior,
    zFeatures,
  });
}

/** The same by the equations, step by step. */
function composed({ steps, batch, posterior, zFeatures }: Sizes, inputs: tf.Tensor[]): tf.Tensor[] {
  const [evidence, features, noise, kernel, bias, recurrent, recurrentBias, ...weights] = inputs as [
    ...[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
    ...tf.Tensor[],
  ];
  const through = (x: tf.Tensor, from: number, activations: Activations) =>
    activations.reduce(
      (y, activation, i) => dense(y, weights[2 * (from + i)]!, weights[2 * (from + i) + 1]!, activation),
      x,
    );
  const at = (x: tf.Tensor, t: number) => tf.squeeze(x.slice([t, 0, 0], [1, -1, -1]), [0]);
  let h: tf.Tensor = tf.zeros([batch, H]);
  const results: tf.Tensor[][] = [[], [], [], [], []];
  for (let t = 0; t < steps; t++) {
    const parameters = through(tf.concat([at(evidence, t), h], 1), 0, posterior);
    const [loc, logVariance] = tf.split(parameters, 2, 1) as [tf.Tensor, tf.Tensor];
    const z = loc.add(logVariance.mul(0.5).exp().mul(at(noise, t)));
    const seen = through(z, posterior.length, zFeatures);
    [h, z, seen, loc, logVariance].forEach((result, i) => {
      results[i]!.push(result);
    });
    h = gruCell(dense(tf.concat([at(features, t), seen], 1), kernel, bias), h, {
      kernel: recurrent,
      bias: recurrentBias,
    });
  }
  return results.map((its) => tf.stack(its));
}

describe.each<[string, Sizes]>([
  ['two layers each', { steps: 4, batch: 3, posterior: ['relu', 'linear'], zFeatures: ['relu', 'linear'] }],
  ['three and one', { steps: 3, batch: 2, posterior: ['tanh', 'relu', 'linear'], zFeatures: ['tanh'] }],
  ['one and two, a batch of one', { steps: 5, batch: 1, posterior: ['linear'], zFeatures: ['tanh', 'linear'] }],
  ['one step', { steps: 1, batch: 2, posterior: ['relu', 'linear'], zFeatures: ['relu', 'linear'] }],
])('%s', (_, sizes) => {
  const inputs = shapesOf(sizes).map((shape, i) => input(shape, i + 1));
  // Every result weighs in every place with a number of its own.
  const score = (results: readonly tf.Tensor[]) =>
    tf.addN(
      results.slice(0, 5).map((result, i) =>
        result
          .square()
          .mul(i + 1)
          .add(tf.sin(result))
          .sum(),
      ),
    );
  const noise = 2;
  const all = (run: typeof fused, tensors: tf.Tensor[]) => {
    const moved = tensors.filter((__, i) => i !== noise);
    const put = (its: tf.Tensor[]) => [...its.slice(0, noise), tensors[noise]!, ...its.slice(noise)];
    // What nothing depends on (the GRU over one step) has no gradient in composed operations.
    const reach = (its: tf.Tensor[]) => tf.addN([score(run(sizes, put(its))), ...its.map((x) => x.sum())]);
    const grads = tf.grads((...its: tf.Tensor[]) => reach(its))(moved);
    return [...run(sizes, tensors).slice(0, 5), ...grads];
  };

  it('results and gradients are those of the equations', async () => {
    const expected = await on('cpu', inputs, (...tensors) => all(composed, tensors));
    expectAlike(await on('wasm', inputs, (...tensors) => all(fused, tensors)), expected, 2e-5);
  });

  it('leaves no tensor behind', () => {
    const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape as number[]));
    const before = tf.memory();
    tf.dispose(tf.tidy(() => all(fused, tensors)));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    tf.dispose(tensors);
  });
});

it('a gradient by the noise is refused', () => {
  const sizes: Sizes = { steps: 2, batch: 1, posterior: ['linear'], zFeatures: ['linear'] };
  const tensors = shapesOf(sizes).map((shape) => tf.ones(shape));
  const byNoise = (noise: tf.Tensor) => fused(sizes, [...tensors.slice(0, 2), noise, ...tensors.slice(3)])[1]!.sum();
  expect(() => tf.grad(byNoise)(tensors[2]!)).toThrow('expected noise to be constant');
});
