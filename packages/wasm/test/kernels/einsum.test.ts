import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

describe('einsum against the cpu backend', () => {
  it.each([
    ['ij,jk->ik', [3, 4], [4, 5]],
    ['ij,jk->ki', [3, 4], [4, 5]],
    ['bij,bkj->bik', [2, 3, 4], [2, 5, 4]],
    ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
    ['ij,ij->', [3, 4], [3, 4]],
    ['i,j->ij', [3], [4]],
    ['ijk->ki', [2, 3, 4]],
    ['ij->ij', [2, 3]],
    ['ij,ij->i', [3, 4], [3, 4]],
  ] as [string, ...number[][]][])('%s', async (equation, ...shapes) => {
    const inputs = shapes.map((shape, i) => input(shape, i + 1));
    const contract = (...tensors: tf.Tensor[]) => tf.einsum(equation, ...tensors);
    expectAlike(await on('wasm', inputs, contract), await on('cpu', inputs, contract));
  });

  it('labels that only one operand has and the result has not', async () => {
    // tfjs's cpu kernel throws here; summing first is the definition.
    const inputs = [input([3, 4], 1), input([2, 5], 2)];
    const contracted = await on('wasm', inputs, (a, b) => tf.einsum('ij,kl->ik', a!, b!));
    expectAlike(contracted, await on('cpu', inputs, (a, b) => tf.outerProduct(a!.sum(1), b!.sum(1))));
  });

  it('leaves no tensor behind', async () => {
    const [a, b] = [tf.ones([2, 3]), tf.ones([3, 4])];
    const { numTensors, numDataBuffers } = tf.memory();
    const data = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
    const before = data();
    tf.einsum('ij,jk->ki', a, b).dispose();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    expect(data()).toBe(before);
    tf.dispose([a, b]);
  });

  it('integers are refused with what to do', () => {
    expect(() => tf.einsum('i,i->', tf.tensor1d([1], 'int32'), tf.tensor1d([2], 'int32'))).toThrow('Cast them');
  });
});
