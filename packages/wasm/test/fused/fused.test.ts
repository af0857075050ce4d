import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { bernoulliLogProb, dense, gaussianKl, gaussianSample, gruCell, logSumExp } from '../../src/index.js';
import { expectAlike, input, noise, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

const CASES: [name: string, operation: Operation, shapes: number[][]][] = [
  ['dense, linear', (x, w, b) => dense(x!, w!, b!), [[5, 7], [7, 9], [9]]],
  ['dense, relu', (x, w, b) => dense(x!, w!, b!, 'relu'), [[5, 7], [7, 9], [9]]],
  ['dense, tanh', (x, w, b) => dense(x!, w!, b!, 'tanh'), [[3, 4], [4, 8], [8]]],
  ['dense, sigmoid', (x, w, b) => dense(x!, w!, b!, 'sigmoid'), [[3, 4], [4, 5], [5]]],
  ['dense, softplus', (x, w, b) => dense(x!, w!, b!, 'softplus'), [[3, 4], [4, 6], [6]]],
  ['dense, rank 3', (x, w, b) => dense(x!, w!, b!, 'tanh'), [[2, 3, 4], [4, 5], [5]]],
  ['dense, rank 1', (x, w, b) => dense(x!, w!, b!, 'tanh'), [[4], [4, 5], [5]]],
  ['dense, batch of one', (x, w, b) => dense(x!, w!, b!, 'relu'), [[1, 4], [4, 1], [1]]],
  [
    'bernoulliLogProb',
    (l, t) => bernoulliLogProb(l!, t!),
    [
      [3, 9],
      [3, 9],
    ],
  ],
  ['bernoulliLogProb, rank 1', (l, t) => bernoulliLogProb(l!, t!), [[6], [6]]],
  [
    'bernoulliLogProb, rank 3',
    (l, t) => bernoulliLogProb(l!, t!),
    [
      [2, 3, 8],
      [2, 3, 8],
    ],
  ],
  [
    'gaussianKl to the standard normal',
    (m, v) => gaussianKl({ mean: m!, logVariance: v! }),
    [
      [3, 7],
      [3, 7],
    ],
  ],
  [
    'gaussianKl to another',
    (m, v, n, w) => gaussianKl({ mean: m!, logVariance: v! }, { mean: n!, logVariance: w! }),
    [
      [2, 2, 6],
      [2, 2, 6],
      [2, 2, 6],
      [2, 2, 6],
    ],
  ],
  [
    'gaussianSample',
    (m, v, e) => gaussianSample({ mean: m!, logVariance: v! }, e!),
    [
      [3, 5],
      [3, 5],
      [3, 5],
    ],
  ],
  ['gaussianSample of one', (m, v, e) => gaussianSample({ mean: m!, logVariance: v! }, e!), [[], [], []]],
  ['logSumExp', (x) => logSumExp(x!), [[3, 7]]],
  ['logSumExp, rank 1', (x) => logSumExp(x!), [[4]]],
  ['softmax', (x) => tf.softmax(x!), [[3, 7]]],
  ['gruCell', (x, h, w, b) => gruCell(x!, h!, { kernel: w!, bias: b! }), [[3, 15], [3, 5], [5, 15], [15]]],
  [
    'gruCell, whole vectors',
    (x, h, w, b) => gruCell(x!, h!, { kernel: w!, bias: b! }),
    [[1, 24], [1, 8], [8, 24], [24]],
  ],
];

describe.each(CASES)('%s', (_, operation, shapes) => {
  const inputs = shapes.map((shape, i) => input(shape, i + 1));
  // A weighted sum of squares, so that every output has its own upstream gradient.
  const score = (...tensors: tf.Tensor[]) =>
    operation(...tensors)
      .square()
      .sum();

  it('value and gradients equal those of tfjs’s own operations', async () => {
    const both = (...tensors: tf.Tensor[]) => {
      const { value, grads } = tf.valueAndGrads((...its: tf.Tensor[]) => score(...its))(tensors);
      return [operation(...tensors), value, ...grads];
    };
    expectAlike(await on('wasm', inputs, both), await on('cpu', inputs, both), 1e-5);
  });

  it('gradients equal finite differences', async () => {
    const step = 1e-2;
    const [differences] = [
      inputs.map(({ shape, values }, which) => {
        const direction = input(shape, 50 + which).values;
        const moved = (sign: number) => values.map((x, i) => x + sign * step * direction[i]!);
        return { which, direction, ahead: moved(1), behind: moved(-1) };
      }),
    ];
    for (const { which, direction, ahead, behind } of differences!) {
      const at = (values: Float32Array) =>
        on(
          'wasm',
          inputs.map((its, i) => (i === which ? { ...its, values } : its)),
          score,
        ).then(([r]) => r!.values[0]!);
      const slope = ((await at(ahead)) - (await at(behind))) / (2 * step);
      const [gradient] = await on('wasm', inputs, (...tensors) => tf.grads(score)(tensors)[which]!);
      const along = gradient!.values.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      const size = Math.max(1, Math.abs(along));
      expect(Math.abs(slope - along) / size).toBeLessThan(5e-3);
    }
  });

  it('leaves no tensor behind, with gradients and without', async () => {
    const tensors = shapes.map((shape) => tf.randomUniform(shape, -1, 1, 'float32', 3));
    const before = tf.memory().numTensors;
    operation(...tensors).dispose();
    tf.dispose(tf.grads(score)(tensors));
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(tensors);
  });
});

describe('extremes', () => {
  it('logits of 200 cost 200 nats where they are wrong, and nothing where they are right', () => {
    const value = bernoulliLogProb(tf.tensor2d([[200], [200], [-200], [-200]]), tf.tensor2d([[1], [0], [1], [0]]));
    expect([...value.dataSync()]).toEqual([0, -200, -200, 0]);
  });

  it.each([1, 4, 31, 32, 33, 70, 784])('small and large logits in rows of %i, against float64', (width) => {
    const logits = Float32Array.from(noise(2 * width, 3), (x, i) => x * (i < width ? 4 : 40));
    const right = logits.map((l) => Number(l > 0));
    const value = bernoulliLogProb(tf.tensor2d(logits, [2, width]), tf.tensor2d(right, [2, width])).dataSync();
    // Every target is the likelier: each term is -ln(1 + e^-|l|), tiny for large logits, and the sum must not lose it.
    for (const row of [0, 1]) {
      const terms = [...logits.subarray(row * width, (row + 1) * width)].map(
        (l) => -Math.log1p(Math.exp(-Math.abs(l))),
      );
      const exact = terms.reduce((sum, term) => sum + term, 0);
      expect(Math.abs(value[row]! / exact - 1)).toBeLessThan(2e-6);
    }
  });

  it('a row of zeros, the longest product of the same terms', () => {
    const zeros = tf.zeros([1, 784]);
    expect(bernoulliLogProb(zeros, zeros).dataSync()[0]).toBeCloseTo(-784 * Math.LN2, 3);
  });

  it('logSumExp of infinities and of large numbers', () => {
    const value = logSumExp(
      tf.tensor2d([
        [-Infinity, -Infinity, -Infinity],
        [Infinity, 0, 0],
        [1000, 1000, -Infinity],
        [Number.NaN, 0, 0],
      ]),
    );
    const expected = [-Infinity, Infinity, 1000 + Math.log(2), Number.NaN];
    [...value.dataSync()].forEach((x, i) => {
      if (Number.isFinite(expected[i]!)) expect(x).toBeCloseTo(expected[i]!, 3);
      else expect(x).toBe(expected[i]);
    });
  });

  it('NaN in, NaN out, in its own row only', () => {
    const x = tf.tensor2d([
      [Number.NaN, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    const zeros = tf.zerosLike(x);
    for (const rows of [bernoulliLogProb(x, zeros), gaussianKl({ mean: x, logVariance: zeros }), logSumExp(x)]) {
      const [bad, good] = rows.dataSync();
      expect(bad).toBeNaN();
      expect(Number.isFinite(good)).toBe(true);
    }
  });
});

describe('guards', () => {
  const operands = () => [tf.ones([2, 3]), tf.ones([3, 4]), tf.ones([4])] as [tf.Tensor, tf.Tensor, tf.Tensor];
  const cases: [string, (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => tf.Tensor, string][] = [
    [
      'kernel',
      (x, _w, b) => dense(x, tf.ones([4, 4]), b),
      'expected kernel to be float32 of shape [3,4], got float32 [4,4]',
    ],
    ['bias', (x, w) => dense(x, w, tf.ones([3])), 'expected bias to be float32 of shape [4], got float32 [3]'],
    ['dtype', (x, w, b) => dense(x.toInt(), w, b), 'expected x to be float32 of rank 1 or more, got int32 [2,3]'],
    ['scalar', () => logSumExp(tf.scalar(1)), 'rank 1 or more, got float32 []'],
    [
      'activation',
      (x, w, b) => dense(x, w, b, 'gelu' as never),
      "expected one of linear, relu, elu, leakyRelu, tanh, sigmoid, softplus, got 'gelu'",
    ],
    ['targets', (x, w) => bernoulliLogProb(x, w), 'expected targets to be float32 of shape [2,3], got float32 [3,4]'],
    ['log variance', (x, w) => gaussianKl({ mean: x, logVariance: w }), 'expected q.logVariance'],
    ['prior', (x, w) => gaussianKl({ mean: x, logVariance: x }, { mean: w, logVariance: x }), 'expected p.mean'],
    ['noise', (x, w) => gaussianSample({ mean: x, logVariance: x }, w), 'expected noise'],
    ['state', (_x, w, b) => gruCell(tf.ones([2, 9]), tf.ones([2, 2, 3]), { kernel: w, bias: b }), 'expected h'],
    [
      'gates',
      (x, w, b) => gruCell(tf.ones([2, 8]), x, { kernel: w, bias: b }),
      'expected x to be float32 of shape [2,9]',
    ],
  ];
  it.each(cases)('%s', (_, act, message) => {
    expect(() => act(...operands())).toThrow(message);
  });
});
