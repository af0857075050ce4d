import { OPERATIONS, type RecurrenceLayers, recurrence } from '@latents/core';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

// One unit everywhere: the equations are scalar.
const weights = {
  kernel: [0.3, -0.5, 0.8, 0.2, 0.7, -0.4],
  bias: [0.1, -0.2, 0.3],
  recurrent: [0.5, -1, 2],
  recurrentBias: [0.05, 0.1, -0.15],
  posterior: [0.6, -0.3, 0.9, 0.4],
  posteriorBias: [0.2, -0.6],
  feature: 1.3,
  featureBias: -0.1,
};

function layers(): RecurrenceLayers {
  return {
    cell: {
      kernel: tf.tensor2d(weights.kernel, [2, 3]),
      bias: tf.tensor1d(weights.bias),
      recurrent: tf.tensor2d(weights.recurrent, [1, 3]),
      recurrentBias: tf.tensor1d(weights.recurrentBias),
    },
    posterior: [
      {
        kernel: tf.tensor2d(weights.posterior, [2, 2]),
        bias: tf.tensor1d(weights.posteriorBias),
        activation: 'linear',
      },
    ],
    zFeatures: [
      { kernel: tf.tensor2d([[weights.feature]]), bias: tf.tensor1d([weights.featureBias]), activation: 'elu' },
    ],
  };
}

const evidence = [0.5, -1, 2];
const features = [1, 0.25, -0.75];
const noise = [-0.3, 1.1, 0.4];
const sequence = (values: readonly number[]) => tf.tensor3d([...values], [values.length, 1, 1]);
const inputs = (steps = 3) => ({
  evidence: sequence(evidence.slice(0, steps)),
  features: sequence(features.slice(0, steps)),
  noise: sequence(noise.slice(0, steps)),
});

/** The states by the printed equations, in float64. */
function byHand() {
  const { kernel, bias, recurrent, recurrentBias, posterior, posteriorBias, feature, featureBias } = weights;
  let h = 0;
  return evidence.map((given, t) => {
    const hidden = h;
    const loc = given * posterior[0]! + hidden * posterior[2]! + posteriorBias[0]!;
    const logVariance = given * posterior[1]! + hidden * posterior[3]! + posteriorBias[1]!;
    const z = loc + Math.exp(logVariance / 2) * noise[t]!;
    const linear = feature * z + featureBias;
    const seen = linear > 0 ? linear : Math.expm1(linear);
    const gates = [0, 1, 2].map((i) => features[t]! * kernel[i]! + seen * kernel[3 + i]! + bias[i]!);
    const own = [0, 1, 2].map((i) => hidden * recurrent[i]! + recurrentBias[i]!);
    const update = sigmoid(gates[1]! + own[1]!);
    h = (1 - update) * Math.tanh(gates[2]! + sigmoid(gates[0]! + own[0]!) * own[2]!) + update * hidden;
    return { hidden, z, seen, loc, logVariance };
  });
}

describe('recurrence', () => {
  it('of one unit follows the printed equations, also with an activation that no kernel knows', () => {
    const states = recurrence(inputs(), layers());
    for (const name of OPERATIONS.recurrence.results) {
      const expected = byHand().map((step) => step[name]);
      [...states[name].dataSync()].forEach((value, t) => {
        expect(value, `${name} at step ${t}`).toBeCloseTo(expected[t]!, 5);
      });
    }
  });

  it('over one step has gradients, though nothing recurs', () => {
    const slope = tf.grad((x: tf.Tensor) => tf.sum(recurrence({ ...inputs(1), evidence: x }, layers()).loc));
    expect(slope(inputs(1).evidence).dataSync()[0]).toBeCloseTo(weights.posterior[0]!, 6);
  });

  it('leaves its five results behind', async () => {
    const [given, its] = [inputs(), layers()];
    await expectNoLeak(() => tf.dispose(Object.values(recurrence(given, its))));
  });

  it.each<[name: string, change: (its: RecurrenceLayers) => RecurrenceLayers, message: string]>([
    ['no layer', (its) => ({ ...its, zFeatures: [] }), 'expected at least one layer in zFeatures, got none'],
    [
      'a posterior of another width',
      (its) => ({ ...its, posterior: its.zFeatures }),
      'expected posterior[0].kernel to be float32 of shape [2,2], got float32 [1,1]',
    ],
    [
      'a cell of another width',
      (its) => ({ ...its, cell: { ...its.cell, kernel: tf.zeros([3, 3]) } }),
      'expected cell.kernel to be float32 of shape [2,3], got float32 [3,3]',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => recurrence(inputs(), change(layers()))).toThrow(`recurrence(inputs, layers): ${message}`);
  });

  it('refuses evidence over another number of steps', () => {
    expect(() => recurrence({ ...inputs(), evidence: inputs(2).evidence }, layers())).toThrow(
      'expected evidence to be float32 of shape [3,1,1], got float32 [2,1,1]',
    );
  });
});
