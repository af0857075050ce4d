import {
  bernoulliLogProb,
  dense,
  gaussianKl,
  gaussianSample,
  gruCell,
  logSumExp,
  OPERATIONS,
  stopGradient,
  sumOfSquares,
} from '@latents/core';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

type Tensors = readonly tf.Tensor[];

interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly run: (x: Tensors) => tf.Tensor;
  /** How many entries of each input the first entry of the result depends on (default: all). */
  readonly width?: number;
  /** The first entry of the result in float64, from those entries. */
  readonly first: (rows: readonly (readonly number[])[]) => number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const kl = (m: number, lv: number, n: number, lw: number) =>
  (Math.exp(lv - lw) + (m - n) ** 2 / Math.exp(lw) - 1 - (lv - lw)) / 2;

const cases: Record<string, Case> = {
  dense: {
    shapes: [[3, 2], [2, 1], [1]],
    run: ([x, w, b]) => dense(x!, w!, b!, 'softplus'),
    first: ([x, w, b]) => Math.log1p(Math.exp(x![0]! * w![0]! + x![1]! * w![1]! + b![0]!)),
  },
  gruCell: {
    shapes: [[2, 3], [2, 1], [1, 3], [3]],
    run: ([x, h, kernel, bias]) => gruCell(x!, h!, { kernel: kernel!, bias: bias! }),
    first: ([x, h, w, b]) => {
      const [r, u] = [0, 1].map((i) => sigmoid(x![i]! + h![0]! * w![i]! + b![i]!));
      return (1 - u!) * Math.tanh(x![2]! + r! * (h![0]! * w![2]! + b![2]!)) + u! * h![0]!;
    },
  },
  bernoulliLogProb: {
    width: 5,
    shapes: [
      [2, 5],
      [2, 5],
    ],
    run: ([l, t]) => bernoulliLogProb(l!, t!),
    first: ([l, t]) => sum(l!.map((logit, i) => t![i]! * logit - Math.log1p(Math.exp(logit)))),
  },
  'bernoulliLogProb, targets used again': {
    width: 4,
    shapes: [[3, 2, 4], [4]],
    run: ([l, t]) => bernoulliLogProb(l!, t!),
    first: ([l, t]) => sum(l!.map((logit, i) => t![i]! * logit - Math.log1p(Math.exp(logit)))),
  },
  'bernoulliLogProb, logits used again': {
    width: 4,
    shapes: [[4], [3, 4]],
    run: ([l, t]) => bernoulliLogProb(l!, t!),
    first: ([l, t]) => sum(l!.map((logit, i) => t![i]! * logit - Math.log1p(Math.exp(logit)))),
  },
  'gaussianKl to N(0, I)': {
    width: 4,
    shapes: [
      [2, 4],
      [2, 4],
    ],
    run: ([m, v]) => gaussianKl({ loc: m!, logVariance: v! }),
    first: ([m, v]) => sum(m!.map((mean, i) => kl(mean, v![i]!, 0, 0))),
  },
  'gaussianKl to one for all rows': {
    width: 4,
    shapes: [[3, 4], [3, 4], [4], [4]],
    run: ([m, v, n, w]) => gaussianKl({ loc: m!, logVariance: v! }, { loc: n!, logVariance: w! }),
    first: ([m, v, n, w]) => sum(m!.map((mean, i) => kl(mean, v![i]!, n![i]!, w![i]!))),
  },
  'gaussianKl with one variance for all coordinates': {
    width: 4,
    shapes: [
      [3, 4],
      [3, 1],
      [1, 4],
    ],
    run: ([m, v, n]) => gaussianKl({ loc: m!, logVariance: v! }, { loc: n!, logVariance: -0.7 }),
    first: ([m, v, n]) => sum(m!.map((mean, i) => kl(mean, v![0]!, n![i]!, -0.7))),
  },
  gaussianSample: {
    shapes: [[4], [4], [3, 4]],
    run: ([m, v, e]) => gaussianSample({ loc: m!, logVariance: v! }, e!),
    first: ([m, v, e]) => m![0]! + Math.exp(v![0]! / 2) * e![0]!,
  },
  logSumExp: {
    width: 5,
    shapes: [[2, 5]],
    run: ([x]) => logSumExp(x!),
    first: ([x]) => Math.log(sum(x!.map(Math.exp))),
  },
  'logSumExp, first axis': {
    shapes: [[5, 1]],
    run: ([x]) => logSumExp(x!, 0),
    first: ([x]) => Math.log(sum(x!.map(Math.exp))),
  },
};

function inputsOf({ shapes }: Case) {
  const rng = createRng(3);
  return shapes.map((shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return { shape, values: rng.fillNormal(new Float32Array(size)) };
  });
}

describe.each(Object.entries(cases))('%s', (_, given) => {
  const inputs = inputsOf(given);
  const score = (...x: tf.Tensor[]) => tf.sum(tf.square(given.run(x))) as tf.Scalar;
  const tensors = () => inputs.map(({ shape, values }) => tf.tensor(values, shape as number[]));
  const direction = createRng(9).fillNormal(new Float32Array(inputs[0]!.values.length));
  const moved = (step: number) => [
    tf.tensor(
      inputs[0]!.values.map((x, i) => x + step * direction[i]!),
      inputs[0]!.shape as number[],
    ),
    ...tensors().slice(1),
  ];
  const along = (gradient: tf.Tensor) => sum([...gradient.dataSync()].map((g, i) => g * direction[i]!));
  const difference = (f: (x: tf.Tensor[]) => number) => (f(moved(5e-3)) - f(moved(-5e-3))) / 1e-2;

  it('the value is that of the formula in float64', () => {
    const rows = inputs.map(({ values }) => [...values.slice(0, given.width)]);
    expect(given.run(tensors()).dataSync()[0]).toBeCloseTo(given.first(rows), 5);
  });

  it('the gradient by the first input equals finite differences', () => {
    const [gradient] = tf.grads(score)(tensors());
    const slope = difference((x) => score(...x).dataSync()[0]!);
    expect(Math.abs(along(gradient!) - slope)).toBeLessThan(5e-3 * Math.max(1, Math.abs(slope)));
  });

  it('the gradient of a gradient equals finite differences of the gradient', () => {
    const penalty = (...x: tf.Tensor[]) =>
      tf.addN(
        tf
          .grads(score)([...x])
          .map((gradient) => tf.sum(tf.square(gradient))),
      ) as tf.Scalar;
    const gradient = tf.grad((x: tf.Tensor) => penalty(x, ...tensors().slice(1)))(tensors()[0]!);
    const slope = difference((x) => penalty(...x).dataSync()[0]!);
    expect(Math.abs(along(gradient) - slope)).toBeLessThan(1e-2 * Math.max(1, Math.abs(slope)));
  });

  it('leaves one tensor behind', async () => {
    const its = tensors();
    await expectNoLeak(() => given.run(its).dispose());
    tf.dispose(its);
  });
});

describe('edges', () => {
  const values = (x: tf.Tensor) => [...x.dataSync()];

  it('logSumExp of infinities, of large numbers and of NaN', () => {
    const rows = [
      [-Infinity, -Infinity],
      [Infinity, 0],
      [1000, 1000],
      [-Infinity, 3],
      [Number.NaN, 0],
    ];
    const [none, all, large, one, nan] = values(logSumExp(tf.tensor2d(rows)));
    expect([none, all, one, nan]).toEqual([-Infinity, Infinity, 3, Number.NaN]);
    expect(large).toBeCloseTo(1000 + Math.LN2, 3);
  });

  it('logSumExp: a zero weight has no gradient, others keep theirs', () => {
    const gradient = tf.grad((x: tf.Tensor) => logSumExp(x))(tf.tensor1d([-Infinity, 3, 3]));
    expect(values(gradient)).toEqual([0, 0.5, 0.5]);
  });

  it('bernoulliLogProb of wrong certain logits is minus the logit', () => {
    const logits = tf.tensor2d([[200], [200], [-200], [-200]]);
    expect(values(bernoulliLogProb(logits, tf.tensor2d([[1], [0], [1], [0]])))).toEqual([0, -200, -200, 0]);
  });

  it('bernoulliLogProb takes bits as booleans and integers', () => {
    const logits = tf.tensor1d([0.5, -1]);
    const expected = values(bernoulliLogProb(logits, tf.tensor1d([1, 0])));
    expect(values(bernoulliLogProb(logits, tf.tensor1d([1, 0], 'int32')))).toEqual(expected);
    expect(values(bernoulliLogProb(logits, tf.tensor1d([true, false], 'bool')))).toEqual(expected);
  });

  it.each([1e-3, 1e-2, 0.5, 3])('gaussianKl over a log-variance of %d keeps its digits', (gap) => {
    const given = Math.fround(gap);
    const [nats] = values(gaussianKl({ loc: tf.zeros([3]), logVariance: given }));
    expect(nats! / (1.5 * (Math.expm1(given) - given))).toBeCloseTo(1, 3);
  });

  it('gaussianKl of a variance whose inverse overflows is finite', () => {
    const logVariance = tf.tensor1d([-100]);
    const [nats] = values(gaussianKl({ loc: tf.tensor1d([1e-20]), logVariance }, { loc: tf.zeros([1]), logVariance }));
    expect(nats! / (0.5 * 1e-40 * Math.exp(100))).toBeCloseTo(1, 3);
  });

  it('sumOfSquares of no tensors is 0, and of any shapes their sum', () => {
    expect(values(sumOfSquares([]))).toEqual([0]);
    expect(values(sumOfSquares([tf.tensor2d([[1, 2]]), tf.scalar(3), tf.tensor1d([])]))).toEqual([14]);
  });

  it('stopGradient is a constant, of x and of a function of x', () => {
    const by = (f: (x: tf.Tensor) => tf.Tensor) => values(tf.grad(f)(tf.scalar(3)))[0];
    expect(by((x) => tf.mul(x, stopGradient(x)))).toBe(3);
    expect(by((x) => tf.mul(x, stopGradient(x, tf.square)))).toBe(9);
  });
});

describe('shapes and types that do not fit', () => {
  const [two, three] = [tf.ones([2, 3]), tf.ones([2, 4])];
  it.each<[name: string, act: () => tf.Tensor, message: string]>([
    ['targets', () => bernoulliLogProb(two, three), 'expected shapes that broadcast together, got [2,3] and [2,4]'],
    ['integer logits', () => bernoulliLogProb(tf.ones([2], 'int32'), two), 'expected logits to be float32 of rank 1'],
    ['scalar logits', () => bernoulliLogProb(tf.scalar(1), two), 'got float32 []'],
    [
      'log-variance',
      () => gaussianKl({ loc: two, logVariance: three }),
      'gaussianKl(q, p): expected shapes that broadcast',
    ],
    [
      'scalars',
      () => gaussianKl({ loc: 0, logVariance: 1 }),
      'expected parameters that broadcast to [..., n], got scalars',
    ],
    ['noise', () => gaussianSample({ loc: two, logVariance: 0 }, three), 'gaussianSample(q, noise): expected shapes'],
    ['scalar', () => logSumExp(tf.scalar(1)), 'expected x to be float32 of rank 1 or more, got float32 []'],
    ['axis', () => logSumExp(two, 2), 'expected an axis from -2 to 1 of x of shape [2,3], got 2'],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});

describe('a kernel of the backend', () => {
  it('is run under the operation’s name, with the inputs in order', () => {
    const { kernel, inputs } = OPERATIONS.bernoulliLogProb;
    const seen: string[][] = [];
    tf.registerKernel({
      kernelName: kernel,
      backendName: 'cpu',
      kernelFunc: ({ inputs: given, backend }) => {
        seen.push(Object.keys(given));
        return (
          backend as unknown as { makeTensorInfo(shape: number[], dtype: string, values: Float32Array): tf.TensorInfo }
        ).makeTensorInfo([], 'float32', Float32Array.of(7));
      },
    });
    try {
      expect(bernoulliLogProb(tf.ones([2]), tf.ones([2])).dataSync()[0]).toBe(7);
      expect(seen).toEqual([inputs]);
    } finally {
      tf.unregisterKernel(kernel, 'cpu');
    }
  });
});
