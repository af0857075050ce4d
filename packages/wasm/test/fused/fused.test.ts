import { bernoulliLogProb, dense, gaussianKl, gaussianSample, gruCell, logSumExp, sumOfSquares } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
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
    (m, v) => gaussianKl({ loc: m!, logVariance: v! }),
    [
      [3, 7],
      [3, 7],
    ],
  ],
  [
    'gaussianKl to another',
    (m, v, n, w) => gaussianKl({ loc: m!, logVariance: v! }, { loc: n!, logVariance: w! }),
    [
      [2, 2, 6],
      [2, 2, 6],
      [2, 2, 6],
      [2, 2, 6],
    ],
  ],
  [
    'gaussianKl to one for all rows',
    (m, v, n, w) => gaussianKl({ loc: m!, logVariance: v! }, { loc: n!, logVariance: w! }),
    [[2, 3, 6], [2, 3, 6], [6], [6]],
  ],
  [
    'gaussianKl to rows used again',
    (m, v, n, w) => gaussianKl({ loc: m!, logVariance: v! }, { loc: n!, logVariance: w! }),
    [
      [2, 3, 5],
      [2, 3, 5],
      [3, 5],
      [3, 5],
    ],
  ],
  [
    'gaussianKl of a shared q with a number',
    (m, n) => gaussianKl({ loc: m!, logVariance: 0.5 }, { loc: n!, logVariance: -1 }),
    [[5], [4, 5]],
  ],
  [
    'bernoulliLogProb, targets used again',
    (l, t) => bernoulliLogProb(l!, t!),
    [
      [3, 2, 9],
      [2, 9],
    ],
  ],
  ['bernoulliLogProb, one row of targets', (l, t) => bernoulliLogProb(l!, t!), [[3, 2, 9], [9]]],
  ['bernoulliLogProb, logits used again', (l, t) => bernoulliLogProb(l!, t!), [[9], [4, 9]]],
  [
    'gaussianSample',
    (m, v, e) => gaussianSample({ loc: m!, logVariance: v! }, e!),
    [
      [3, 5],
      [3, 5],
      [3, 5],
    ],
  ],
  ['gaussianSample of one', (m, v, e) => gaussianSample({ loc: m!, logVariance: v! }, e!), [[], [], []]],
  ['logSumExp', (x) => logSumExp(x!), [[3, 7]]],
  ['logSumExp, rank 1', (x) => logSumExp(x!), [[4]]],
  ['logSumExp, first axis', (x) => logSumExp(x!, 0), [[3, 7]]],
  ['logSumExp, middle axis', (x) => logSumExp(x!, 1), [[2, 5, 3]]],
  ['softmax', (x) => tf.softmax(x!), [[3, 7]]],
  ['gruCell', (x, h, w, b) => gruCell(x!, h!, { kernel: w!, bias: b! }), [[3, 15], [3, 5], [5, 15], [15]]],
  [
    'gruCell, whole vectors',
    (x, h, w, b) => gruCell(x!, h!, { kernel: w!, bias: b! }),
    [[1, 24], [1, 8], [8, 24], [24]],
  ],
];

describe.each(CASES)('%s', (name, operation, shapes) => {
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

  it('gradients of gradients equal finite differences of the gradients', async () => {
    const direction = input(shapes[0]!, 90).values;
    // The first input moves; the penalty is on the gradients by all inputs.
    const penalty = (...tensors: tf.Tensor[]) =>
      tf.addN(
        tf
          .grads((...its: tf.Tensor[]) => score(...its))(tensors)
          .map((grad) => grad.square().sum()),
      );
    const [gradient] = await on('wasm', inputs, (x, ...rest) => tf.grad((by: tf.Tensor) => penalty(by, ...rest))(x!));
    const along = gradient!.values.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    const step = 5e-3;
    const at = async (sign: number) => {
      const values = inputs[0]!.values.map((x, i) => x + sign * step * direction[i]!);
      const [value] = await on('wasm', [{ ...inputs[0]!, values }, ...inputs.slice(1)], penalty);
      return value!.values[0]!;
    };
    const [ahead, behind] = [await at(1), await at(-1)];
    const slope = (ahead - behind) / (2 * step);
    // The differences are of float32 numbers: they are rounded by some 1e-7 of these, over the step.
    const alike = Math.abs(slope - along) < 1e-2 * Math.abs(slope) + 2e-4 * Math.abs(ahead);
    // tfjs's softmax is not one of ours, and fails: its gradient is made of its output.
    expect(alike).toBe(name !== 'softmax');
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
    for (const rows of [bernoulliLogProb(x, zeros), gaussianKl({ loc: x, logVariance: zeros }), logSumExp(x)]) {
      const [bad, good] = rows.dataSync();
      expect(bad).toBeNaN();
      expect(Number.isFinite(good)).toBe(true);
    }
  });
});

describe('large and small numbers', () => {
  it.each([1e4, 1e5, -1e7, -1e9])('softmax near %d sums to 1, as does the gradient of logSumExp', (level) => {
    const x = tf.tensor2d([[0, 0.5, 1, 2, 3, -1, 0.25]]).add(level);
    const exact = exactSoftmax(Array.from(x.dataSync()));
    for (const shares of [tf.softmax(x), tf.grad((at: tf.Tensor) => logSumExp(at).sum())(x)]) {
      [...shares.dataSync()].forEach((share, i) => {
        expect(share).toBeCloseTo(exact[i]!, 6);
      });
    }
  });

  it('softmax of a fully masked row is uniform', () => {
    expect([...tf.softmax(tf.tensor1d([-1e9, -1e9])).dataSync()]).toEqual([0.5, 0.5]);
  });

  it.each([1e-3, 1e-2, 0.3, 0.59, 0.61, 2])('a divergence over a log-variance of %d keeps its digits', (gap) => {
    const width = 5;
    const given = Math.fround(gap);
    const kl = gaussianKl({ loc: tf.zeros([width]), logVariance: tf.fill([width], given) }).dataSync()[0]!;
    const exact = (width * (Math.expm1(given) - given)) / 2;
    expect(Math.abs(kl / exact - 1)).toBeLessThan(2e-6);
  });

  it('a variance whose inverse overflows gives a finite divergence', () => {
    const [loc, logVariance] = [tf.tensor1d([1e-20]), tf.tensor1d([-100])];
    const kl = gaussianKl({ loc, logVariance }, { loc: tf.zeros([1]), logVariance }).dataSync()[0]!;
    expect(kl / (0.5 * 1e-40 * Math.exp(100))).toBeCloseTo(1, 4);
  });

  it.each([0, 1, 15, 16, 1003])('the sum of squares of %i numbers and of a scalar', (size) => {
    const values = noise(size, 4);
    const exact = values.reduce((sum, x) => sum + x * x, 4);
    expect(sumOfSquares([tf.tensor1d(values), tf.scalar(2)]).dataSync()[0]! / exact).toBeCloseTo(1, 5);
  });
});

function exactSoftmax(x: readonly number[]): number[] {
  const top = Math.max(...x);
  const terms = x.map((value) => Math.exp(value - top));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}
