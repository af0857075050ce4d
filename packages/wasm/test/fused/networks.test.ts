import { type Activation, dense, mlp } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const ACTIVATIONS: Activation[] = ['linear', 'relu', 'elu', 'leakyRelu', 'tanh', 'sigmoid', 'softplus'];

it.each(ACTIVATIONS)(
  'a network of core with %s: value and gradients are those of tfjs’s own operations',
  async (activation) => {
    const shapes = [[4, 3], [3, 6], [6], [6, 2], [2]];
    const inputs = shapes.map((shape, i) => input(shape, i + 1));
    const both = (...tensors: tf.Tensor[]) => {
      const score = (x: tf.Tensor, ...weights: tf.Tensor[]) => {
        const [w, b, v, c] = weights as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        return dense(dense(x, w, b, activation), v, c)
          .square()
          .sum();
      };
      const { value, grads } = tf.valueAndGrads((...its: tf.Tensor[]) => score(its[0]!, ...its.slice(1)))(tensors);
      return [value, ...grads];
    };
    expectAlike(await on('wasm', inputs, both), await on('cpu', inputs, both), 1e-5);
  },
);

it('core’s networks take the fused kernel', () => {
  const network = mlp({ inputDim: 3, hidden: [4], outputDim: 2, activation: 'tanh', rng: createRng(0) });
  const x = tf.ones([2, 3]);
  const kernelNames = names(() => network.apply(x));
  expect(kernelNames.filter((name) => name === 'LatentsDense')).toHaveLength(2);
  expect(kernelNames).not.toContain('BatchMatMul');
  network.dispose();
});

function names(run: () => tf.Tensor): string[] {
  const ran: string[] = [];
  const config = tf.getKernel('LatentsDense', 'wasm') as tf.KernelConfig;
  const product = tf.getKernel('BatchMatMul', 'wasm') as tf.KernelConfig;
  const originals = [config, product].map((kernel) => ({ kernel, kernelFunc: kernel.kernelFunc }));
  for (const { kernel, kernelFunc } of originals) {
    kernel.kernelFunc = (call) => {
      ran.push(kernel.kernelName);
      return kernelFunc(call);
    };
  }
  try {
    run().dispose();
  } finally {
    for (const { kernel, kernelFunc } of originals) kernel.kernelFunc = kernelFunc;
  }
  return ran;
}

// Gradient penalties differentiate the norm of a gradient.
it.each(['linear', 'relu', 'tanh', 'sigmoid', 'softplus'] as const)(
  'gradient of a gradient through %s equals finite differences of the gradient',
  async (activation) => {
    const inputs = [[3, 4], [4, 5], [5], [5, 1], [1]].map((shape, i) => input(shape, i + 7));
    const penalty = (...tensors: tf.Tensor[]) => {
      const [x, w, b, v, c] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const slope = tf.grad((at: tf.Tensor) => dense(dense(at, w, b, activation), v, c).sum());
      return slope(x).square().sum();
    };
    const gradients = await on('wasm', inputs, (x, w, ...rest) =>
      tf.grad((by: tf.Tensor) => penalty(x!, by, ...rest))(w!),
    );
    const direction = input([4, 5], 90).values;
    const along = gradients[0]!.values.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    const step = 1e-2;
    const at = async (sign: number) => {
      const moved = inputs[1]!.values.map((value, i) => value + sign * step * direction[i]!);
      const [value] = await on('wasm', [inputs[0]!, { ...inputs[1]!, values: moved }, ...inputs.slice(2)], penalty);
      return value!.values[0]!;
    };
    const slope = ((await at(1)) - (await at(-1))) / (2 * step);
    expect(Math.abs(slope - along)).toBeLessThan(1e-2 * Math.max(1, Math.abs(slope)));
  },
);
