import { correlatedGaussian } from '@latents/datasets/synthetic';
import {
  barberAgakov,
  club,
  differenceOfEntropies,
  donskerVaradhan,
  infoNce,
  interpolated,
  jensenShannonObjective,
  leaveOneOut,
  nwj,
  smile,
  tuba,
} from '@latents/infotheory';
import { createRng } from '@latents/math';
import { type BoundCases, boundChecks, useBackend } from '@latents/testing';
import { describeChecks, describeMembers } from '@latents/testing/plain';
import type { Bound, Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll } from 'vitest';

await useBackend('cpu');
beforeAll(() => useBackend('cpu'));

const N = 40;
const RHO = 0.75;
const VARIANCE = 1 - RHO ** 2;
const source = correlatedGaussian({ dim: 1, correlation: RHO });
const truth = source.mutualInformation;
const logNormal = (v: number, variance: number) => (-0.5 * (v * v)) / variance - 0.5 * Math.log(2 * Math.PI * variance);

/** log p(y_i | x_j) at `[i, j]`, log p(y_i), and their difference, of a seed's draws. */
function pairsOf(seed: number) {
  const { x, y } = source.sample(N, createRng(seed));
  const conditional = Array.from(y.data, (b) => Array.from(x.data, (a) => logNormal(b - RHO * a, VARIANCE)));
  const marginal = Array.from(y.data, (b) => logNormal(b, 1));
  return { conditional, marginal, ratio: conditional.map((row, i) => row.map((log) => log - marginal[i]!)) };
}

// A critic a f + b of the log density ratio f: wrong, so that there is something to bound.
const [SLOPE, OFFSET] = [0.8, 0.2];
const slope = tf.variable(tf.scalar(SLOPE));
const offset = tf.variable(tf.scalar(OFFSET));
const zero = tf.scalar(0);
const one = tf.scalar(1);

type Of<T extends tf.Tensor> = (values: T) => Bound<Side, tf.Scalar>;

/** A bound of a matrix `[n, n]` of values, moved by slope and offset; only the bound's own tensors are left. */
function moved(values: readonly number[][], of: Of<tf.Tensor2D>, a: tf.Tensor = slope, b: tf.Tensor = offset) {
  return leaving(() => tf.add(tf.mul(tf.tensor2d(values as number[][]), a), b) as tf.Tensor2D, of);
}

/** Frees the input, unless a gradient still needs it. */
function leaving<T extends tf.Tensor>(input: () => T, of: Of<T>) {
  const given = tf.tidy(input);
  const bound = of(given);
  if (tf.engine().state.gradientDepth === 0) given.dispose();
  return bound;
}

const scoresOf = (seed: number) => pairsOf(seed).ratio.map((row) => row.map((v) => SLOPE * v + OFFSET));
const on = (s: readonly number[][], f = (v: number) => v) => s.reduce((sum, row, i) => sum + f(row[i]!) / s.length, 0);
const off = (s: readonly number[][], f: (v: number, i: number, j: number) => number) =>
  s.reduce((sum, row, i) => sum + row.reduce((all, v, j) => all + (i === j ? 0 : f(v, i, j)), 0), 0) /
  (s.length * (s.length - 1));
const softplus = (v: number) => Math.log1p(Math.exp(v));

/** A bound by scores: on its side for any critic, tight for some critic. */
function byScores(
  side: Side,
  of: Of<tf.Tensor2D>,
  definition: (s: readonly number[][]) => number,
  tight?: { offset: tf.Scalar },
): BoundCases {
  return {
    make: (seed) => moved(pairsOf(seed).ratio, of),
    side,
    of: 'I(X; Y)',
    truth,
    definition: (seed) => definition(scoresOf(seed)),
    ...(tight && { tight: (seed) => moved(pairsOf(seed).ratio, of, one, tight.offset) }),
    parameters: [slope, offset],
    draws: 150,
  };
}

/** E_xy of -softplus(-f) - E_x E_y softplus(f), at f the log density ratio: 2 JSD - log 4, by quadrature over the plane. */
function twiceJsd(): number {
  const step = 0.02;
  let total = 0;
  for (let x = -6; x < 6; x += step) {
    for (let y = -7; y < 7; y += step) {
      const [p, q] = [
        Math.exp(logNormal(x, 1) + logNormal(y - RHO * x, VARIANCE)),
        Math.exp(logNormal(x, 1) + logNormal(y, 1)),
      ];
      total += step * step * (p * Math.log((2 * p) / (p + q)) + q * Math.log((2 * q) / (p + q)));
    }
  }
  return total - Math.log(4);
}

const clip = (limit: number) => (v: number) => Math.exp(Math.min(limit, Math.max(-limit, v)));
const infoNceOf = (s: readonly number[][]) =>
  on(s) - s.reduce((sum, row) => sum + Math.log(row.reduce((a, v) => a + Math.exp(v), 0) / N) / N, 0);
const interpolatedOf = (alpha: number) => (s: readonly number[][]) => {
  const base = (i: number, j: number) => {
    const others = s[i]!.filter((_, k) => k !== i && k !== j);
    return (alpha * others.reduce((sum, v) => sum + Math.exp(v), 0)) / others.length + (1 - alpha) * Math.exp(0.1);
  };
  return off(s, (v, i, j) => s[i]![i]! - Math.log(base(i, j)) - Math.exp(v) / base(i, j)) + 1;
};

/** The slope of the conditional N(slope rho x, 1 - rho^2): at 1 it is the true one. */
const flat = tf.variable(tf.scalar(SLOPE));
const right = tf.variable(tf.scalar(1));
const entropy = 0.5 * Math.log(2 * Math.PI * Math.E);
/** E log p(y | x) less E log q(y | x). */
const loss = ((1 - SLOPE) * RHO) ** 2 / (2 * VARIANCE);
const conditionals = { of: 'I(X; Y)', truth, parameters: [flat], draws: 150 } as const;

/** log q(y_i | x_j) at `[i, j]`. */
function matrix(seed: number, of: Of<tf.Tensor2D>, by: tf.Tensor = flat) {
  const { x, y } = source.sample(N, createRng(seed));
  const logs = () => {
    const mean = tf.mul(tf.tensor2d(Float32Array.from(x.data), [1, N]), tf.mul(by, RHO));
    return tf
      .square(tf.sub(tf.tensor2d(Float32Array.from(y.data), [N, 1]), mean))
      .div(-2 * VARIANCE)
      .sub(0.5 * Math.log(2 * Math.PI * VARIANCE)) as tf.Tensor2D;
  };
  return leaving(logs, of);
}
/** log q(y_i | x_i). */
function paired(seed: number, of: Of<tf.Tensor1D>, by: tf.Tensor = flat) {
  const { x, y } = source.sample(N, createRng(seed));
  const logs = () =>
    tf
      .square(
        tf.sub(tf.tensor1d(Float32Array.from(y.data)), tf.mul(tf.tensor1d(Float32Array.from(x.data)), tf.mul(by, RHO))),
      )
      .div(-2 * VARIANCE)
      .sub(0.5 * Math.log(2 * Math.PI * VARIANCE)) as tf.Tensor1D;
  return leaving(logs, of);
}
const byEntropies = (seed: number, by: tf.Tensor = flat) =>
  paired(
    seed,
    (logs) =>
      leaving(
        () => tf.tensor1d(pairsOf(seed).marginal),
        (marginal) => differenceOfEntropies(logs, marginal),
      ),
    by,
  );
const leaveOneOutOf = (s: readonly number[][]) =>
  on(s) -
  s.reduce((sum, row, i) => {
    const others = row.reduce((all, v, j) => all + (i === j ? 0 : Math.exp(v)), 0) / (N - 1);
    return sum + Math.log(others) / N;
  }, 0);

const ROWS: Readonly<Record<string, BoundCases>> = {
  donskerVaradhan: byScores('none', donskerVaradhan, (s) => on(s) - Math.log(off(s, Math.exp))),
  tuba: byScores(
    'lower',
    (s) => tuba(s, 0.3),
    (s) => on(s) - 0.3 - off(s, Math.exp) * Math.exp(-0.3) + 1,
  ),
  'tuba at its best': byScores(
    'lower',
    (s) => tuba(s, 0),
    (s) => on(s) - off(s, Math.exp) + 1,
    { offset: zero },
  ),
  nwj: byScores('lower', nwj, (s) => on(s) - off(s, Math.exp) / Math.E, { offset: one }),
  infoNce: byScores('lower', infoNce, infoNceOf),
  interpolated: byScores('lower', (s) => interpolated(s, 0.1, 0.6), interpolatedOf(0.6)),
  'interpolated at 0': byScores(
    'lower',
    (s) => interpolated(s, 0, 0),
    (s) => on(s) - off(s, Math.exp) + 1,
    { offset: zero },
  ),
  smile: byScores(
    'none',
    (s) => smile(s, 1),
    (s) => on(s) - Math.log(off(s, clip(1))),
  ),
  jensenShannonObjective: {
    ...byScores('lower', jensenShannonObjective, (s) => -on(s, (v) => softplus(-v)) - off(s, softplus), {
      offset: zero,
    }),
    of: '2 JSD - log 4',
    truth: twiceJsd(),
  },
  barberAgakov: {
    ...conditionals,
    side: 'lower',
    make: (seed) => paired(seed, (logs) => barberAgakov(logs, entropy)),
    expected: truth - loss,
    tight: (seed) => paired(seed, (logs) => barberAgakov(logs, entropy), one),
  },
  differenceOfEntropies: {
    ...conditionals,
    side: 'none',
    make: (seed) => byEntropies(seed),
    expected: truth - loss,
    tight: (seed) => byEntropies(seed, one),
  },
  club: {
    ...conditionals,
    side: 'none',
    make: (seed) => matrix(seed, club),
    expected: (SLOPE * RHO ** 2) / VARIANCE,
  },
  leaveOneOut: {
    ...conditionals,
    // An upper bound if the conditional is the true one.
    side: 'upper',
    make: (seed) => matrix(seed, leaveOneOut, right),
    definition: (seed) => leaveOneOutOf(pairsOf(seed).conditional),
    parameters: [right],
  },
};

describeMembers('bounds', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['TensorBound'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, boundChecks(cases));
