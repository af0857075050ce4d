import { Categorical, type Conditional } from '@latents/core';
import { InfoCotrain, informationBottleneck, jointOf, labelCode, mutualInformation } from '@latents/infotheory';
import { createRng, ndArray } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

/** Labels as indicator vectors. */
function indicators(labels: readonly number[], classes: number) {
  const data = new Float32Array(labels.length * classes);
  for (const [i, label] of labels.entries()) data[i * classes + label] = 1;
  return ndArray([labels.length, classes], data);
}

/** The hard code `codeOf[y]` of indicators of y. */
function hardCode(codeOf: readonly number[], codewords: number): Conditional<Categorical> {
  const label = labelCode(codewords);
  const map = tf.tensor2d(codeOf.map((z) => Array.from({ length: codewords }, (_, j) => Number(j === z))));
  return { ...label, inputShape: [codeOf.length], given: (y) => label.given(tf.matMul(y as tf.Tensor2D, map)) };
}

it('E45: InfoCotrain pays no rate: a copy of Y is as good as the code that keeps only what X knows', async () => {
  // Y is a pair of bits, of which X is the first. The bottleneck of Y about X keeps one bit, whatever beta; InfoCotrain does not mind.
  const y = [0, 1, 2, 3, 0, 1, 2, 3];
  const views = { x: indicators(y, 4), y: indicators(y, 4) };
  const half = [0, 0, 1, 1];
  // P(z | x) of the copy, given the first bit: uniform on two of four.
  const phi = (codeOf: readonly number[][]): Conditional<Categorical> => {
    const logits = tf.tensor2d(codeOf.map((row) => row.map((p) => Math.log(Math.max(p, 1e-30)))));
    return {
      ...hardCode([0, 1, 2, 3], 4),
      given: (x) => new Categorical({ logits: tf.matMul(x as tf.Tensor2D, logits), validate: false }),
    };
  };
  const uniformOf = [
    [0.5, 0.5, 0, 0],
    [0.5, 0.5, 0, 0],
    [0, 0, 0.5, 0.5],
    [0, 0, 0.5, 0.5],
  ];
  const copy = new InfoCotrain({ psi: hardCode([0, 1, 2, 3], 4), phi: phi(uniformOf) });
  const kept = new InfoCotrain({ psi: hardCode(half, 4), phi: hardCode(half, 4) });
  const values = await Promise.all([copy, kept].map(async (model) => (await model.evaluate(views)).bound.value));
  expect(values[0]).toBeCloseTo(Math.log(2), 5);
  expect(values[1]).toBeCloseTo(Math.log(2), 5);
  // The bottleneck does: it pays log 2 for it, not log 4.
  const table = jointOf([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
  expect(informationBottleneck(table, { beta: 5, rng: createRng(0) }).rate).toBeCloseTo(Math.log(2), 6);
});

it('E53: I(Z; Y) itself is highest for any balanced clustering of Y: two with nothing in common', () => {
  const [first, second] = [
    [0, 0, 1, 1],
    [0, 1, 0, 1],
  ];
  const withY = (code: readonly number[]) => jointOf(code.map((z) => [Number(z === 0), Number(z === 1)]));
  expect(mutualInformation(withY(first!))).toBeCloseTo(Math.log(2), 12);
  expect(mutualInformation(withY(second!))).toBeCloseTo(Math.log(2), 12);
  const between = [0, 1].map((a) => [0, 1].map((b) => first!.filter((z, y) => z === a && second![y] === b).length));
  expect(mutualInformation(jointOf(between))).toBeCloseTo(0, 12);
});
