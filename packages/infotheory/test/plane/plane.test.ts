import { gradientPlayer, mlp, tensorBound } from '@latents/core';
import { binnedPlane, InformationPlane, noisyPlane, type PlanePoint } from '@latents/infotheory';
import { createRng, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { fit, fullBatch, minimize } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainInformation } from '../fixture.js';

const values = ({ rate, relevance }: PlanePoint) => [
  rate.lower.value,
  rate.upper.value,
  relevance.lower.value,
  relevance.upper.value,
];

function activityOf(rows: readonly (readonly number[])[]) {
  return ndArray([rows.length, rows[0]!.length], Float64Array.from(rows.flat()));
}

describe('binnedPlane', () => {
  it('is the information in the rounded activity, by the table of all examples, bins and labels', () => {
    const rng = createRng(1);
    const rows = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
    const labels = rows.map(([a, b]) => (a! + 0.5 * rng.normal() > 0 ? 2 : 0) + (b! > 1 ? 1 : 0));
    for (const width of [0.1, 0.7, 3]) {
      const bins = rows.map((row) => row.map((v) => Math.floor(v / width)).join(' '));
      const kinds = [...new Set(bins)];
      const withX = rows.map((_, i) => kinds.map((kind) => (bins[i] === kind ? 1 / 60 : 0)));
      const withY = [0, 1, 2, 3].map((label) =>
        kinds.map((kind) => bins.filter((bin, i) => bin === kind && labels[i] === label).length / 60),
      );
      const [low, high, least, most] = values(binnedPlane({ width }).point(activityOf(rows), labels));
      expect(low).toBeCloseTo(plainInformation(withX), 12);
      expect(least).toBeCloseTo(plainInformation(withY), 12);
      const point = binnedPlane({ width }).point(activityOf(rows), labels);
      expect([high, most, point.rate.estimate, point.relevance.estimate]).toEqual([low, least, low, least]);
    }
  });

  it('distinct outputs: log n; a constant layer: 0; bins on both sides of 0 differ', () => {
    const { point } = binnedPlane({ width: 1 });
    const distinct = values(point(activityOf([[0.5], [1.5], [2.5], [3.5]]), [0, 0, 1, 1]));
    expect(distinct[0]).toBeCloseTo(Math.log(4), 12);
    expect(distinct[2]).toBeCloseTo(Math.log(2), 12);
    expect(values(point(activityOf([[0.5], [0.6], [0.7]]), [0, 1, 0]))).toEqual([0, 0, 0, 0]);
    expect(values(point(activityOf([[-0.5], [0.5]]), [0, 1]))[0]).toBeCloseTo(Math.log(2), 12);
  });

  it('units that join to a parity: the label is in both together only', () => {
    const rows = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const parity = [0, 1, 1, 0];
    const { point } = binnedPlane({ width: 0.5 });
    expect(values(point(activityOf(rows), parity))[2]).toBeCloseTo(Math.log(2), 12);
    expect(values(point(activityOf(rows.map(([a]) => [a!])), parity))[2]).toBeCloseTo(0, 12);
  });
});

/** -integral p log p of an equal mixture of N(centre, deviation^2) by the trapezoidal rule. */
function mixtureEntropy(centres: readonly number[], deviation: number): number {
  const from = Math.min(...centres) - 10 * deviation;
  const to = Math.max(...centres) + 10 * deviation;
  const count = 20_000;
  const h = (to - from) / count;
  let nats = 0;
  for (let k = 0; k <= count; k++) {
    const t = from + k * h;
    const p =
      centres.reduce((sum, c) => sum + Math.exp(-0.5 * ((t - c) / deviation) ** 2), 0) /
      (centres.length * deviation * Math.sqrt(2 * Math.PI));
    if (p > 0) nats -= h * p * Math.log(p);
  }
  return nats;
}

describe('noisyPlane', () => {
  it('both coordinates lie between their bounds, by quadrature', () => {
    const rng = createRng(2);
    const centres = Array.from({ length: 30 }, () => rng.normal());
    const labels = centres.map((c) => Number(c + 0.3 * rng.normal() > 0));
    for (const deviation of [0.02, 0.1, 0.5, 2]) {
      const noise = 0.5 * Math.log(2 * Math.PI * Math.E * deviation ** 2);
      const rate = mixtureEntropy(centres, deviation) - noise;
      const given = [0, 1].reduce((sum, label) => {
        const own = centres.filter((_, i) => labels[i] === label);
        return sum + (own.length / 30) * (mixtureEntropy(own, deviation) - noise);
      }, 0);
      const [low, high, least, most] = values(
        noisyPlane({ deviation }).point(activityOf(centres.map((c) => [c])), labels),
      );
      expect(low).toBeLessThanOrEqual(rate + 1e-9);
      expect(high).toBeGreaterThanOrEqual(rate - 1e-9);
      expect(least).toBeLessThanOrEqual(rate - given + 1e-9);
      expect(most).toBeGreaterThanOrEqual(rate - given - 1e-9);
      const { rate: r, relevance: y } = noisyPlane({ deviation }).point(activityOf(centres.map((c) => [c])), labels);
      expect(r.estimate).toBe(high);
      // Within 0.15 nats of the truth, where the bounds are up to 0.7 apart.
      expect(Math.abs(y.estimate - (rate - given))).toBeLessThan(0.15);
      // Tight enough to be of use: within 0.7 nats of each other.
      expect(high! - low!).toBeLessThan(0.7);
    }
  });

  it('two outputs: the closed form of both bounds', () => {
    // Distances 2 / 0.5: KL 8, Bhattacharyya 2.
    const [low, high, least, most] = values(
      noisyPlane({ deviation: 0.5 }).point(
        activityOf([
          [-1, 3],
          [1, 3],
        ]),
        [0, 1],
      ),
    );
    expect(low).toBeCloseTo(-Math.log((1 + Math.exp(-2)) / 2), 12);
    expect(high).toBeCloseTo(-Math.log((1 + Math.exp(-8)) / 2), 12);
    expect(least).toBeCloseTo(low!, 12);
    expect(most).toBeCloseTo(high!, 12);
  });

  it('far apart: log n and H(Y), without overflow; all alike: 0; a label of its own each: no more than H(Y)', () => {
    const { point } = noisyPlane({ deviation: 1e-3 });
    const far = values(point(activityOf([[-1e6], [0], [1e6], [2e6]]), [0, 0, 1, 1]));
    for (const [i, expected] of [Math.log(4), Math.log(4), Math.log(2), Math.log(2)].entries()) {
      expect(far[i]).toBeCloseTo(expected, 12);
    }
    for (const value of values(point(activityOf([[1], [1], [1]]), [0, 1, 1]))) expect(value).toBeCloseTo(0, 12);
    const wide = values(noisyPlane({ deviation: 1 }).point(activityOf([[0], [1.5], [3]]), [0, 1, 2]));
    expect(wide[3]).toBeLessThanOrEqual(Math.log(3));
    expect(wide[2]).toBeGreaterThanOrEqual(0);
  });

  it('scaling the activity moves the point: it is geometry', () => {
    const rows = [[0], [0.1], [0.2]];
    const { point } = noisyPlane({ deviation: 0.1 });
    const [small, large] = [1, 100].map((factor) =>
      values(point(activityOf(rows.map(([v]) => [factor * v!])), [0, 0, 1])),
    );
    expect(large![0]).toBeGreaterThan(small![1]! + 0.3);
  });
});

describe('InformationPlane', () => {
  beforeAll(() => useBackend('cpu'));
  const corners = ndArray([4, 2], Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1));

  function network() {
    const rng = createRng(4);
    const hidden = mlp({ inputDim: 2, hidden: [], outputDim: 6, rng });
    const output = mlp({ inputDim: 6, hidden: [], outputDim: 1, rng });
    return { hidden, output };
  }

  it('follows the layers over training: each takes the output of the one before, at the steps asked for', async () => {
    const { hidden, output } = network();
    const layers = [
      { name: 'hidden', apply: (x: tf.Tensor) => hidden.apply(x).tanh() },
      { name: 'output', apply: (t: tf.Tensor) => output.apply(t).sigmoid() },
    ];
    const labels = [0, 1, 1, 0];
    const plane = new InformationPlane({ layers, x: corners, labels, method: binnedPlane({ width: 0.5 }) });
    const step = gradientPlayer<typeof corners>({
      name: 'network',
      variables: {
        ...hidden.variables,
        outputKernel: output.variables['dense0/kernel']!,
        outputBias: output.variables['dense0/bias']!,
      },
      optimizer: tf.train.adam(0.1),
      objective: (x) => {
        const logits = output.apply(hidden.apply(x).tanh()).flatten();
        const nats = tf.losses.sigmoidCrossEntropy(tf.tensor1d(labels), logits).asScalar();
        return minimize(tensorBound('upper', 'H(Y|X)', [{ name: 'y given x', nats, weight: 1 }]));
      },
    });
    const steps: number[] = [];
    const run = fit(step, fullBatch(corners, 4), { steps: 150, rng: createRng(0) });
    for await (const reading of plane.record(run, (n) => n % 50 === 0)) steps.push(reading.step);
    expect(steps).toHaveLength(150);
    expect(plane.readings.map((r) => [r.step, r.layer])).toEqual(
      [0, 50, 100, 150].flatMap((n) => [
        [n, 'hidden'],
        [n, 'output'],
      ]),
    );
    expect(plane.readings[0]!.method).toBe('bins of width 0.5');
    // Once parity is learned the output tells the label and nothing else.
    const last = plane.readings.at(-1)!;
    expect(last.rate.upper.value).toBeCloseTo(Math.log(2), 12);
    expect(last.relevance.lower.value).toBeCloseTo(Math.log(2), 12);
    tf.dispose([hidden.variables, output.variables]);
  });

  it('leaks nothing', async () => {
    const { hidden } = network();
    const method = noisyPlane({ deviation: 0.1 });
    const plane = new InformationPlane({
      layers: [{ name: 'h', apply: hidden.apply }],
      x: corners,
      labels: [0, 1, 1, 0],
      method,
    });
    await expectNoLeak(() => void plane.measure(0));
    hidden.dispose();
  });

  it('refuses no layers, two of one name', () => {
    const rest = { x: corners, labels: [0, 1, 1, 0], method: binnedPlane({ width: 1 }) };
    const layer = { name: 'h', apply: (x: tf.Tensor) => x };
    expect(() => new InformationPlane({ ...rest, layers: [] })).toThrow('at least one, got []');
    expect(() => new InformationPlane({ ...rest, layers: [layer, layer] })).toThrow('got [h,h]');
  });
});

describe.each([binnedPlane({ width: 1 }), noisyPlane({ deviation: 1 })])('$name refuses', ({ point }) => {
  it('no activity, activity that is not finite, other than n labels, labels that are no integers >= 0', () => {
    expect(() => point(ndArray([0, 2], new Float32Array()), [])).toThrow('at least one each');
    expect(() => point(activityOf([[1], [Number.NaN]]), [0, 1])).toThrow('got NaN at index 1');
    expect(() => point(activityOf([[1], [Infinity]]), [0, 1])).toThrow('got Infinity at index 1');
    expect(() => point(activityOf([[1], [2]]), [0])).toThrow('expected 2 labels, one an example, got 1');
    expect(() => point(activityOf([[1], [2]]), [0, -1])).toThrow('got -1 at index 1');
    expect(() => point(activityOf([[1], [2]]), [0, 0.5])).toThrow('got 0.5 at index 1');
  });
});

it.each([0, -1, Number.NaN, Infinity])('refuses a width or deviation of %s', (bad) => {
  expect(() => binnedPlane({ width: bad })).toThrow('{ width }');
  expect(() => noisyPlane({ deviation: bad })).toThrow('{ deviation }');
});
