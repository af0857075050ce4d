import { type TensorObjective, tensorBound } from '@latents/core';
import {
  type FGanDivergence,
  fGan,
  type GanObjective,
  hinge,
  leastSquares,
  minimax,
  nonSaturating,
  relativistic,
  wasserstein,
} from '@latents/gan';
import { useBackend } from '@latents/testing';
import { describeChecks, describeMembers, failedChecks } from '@latents/testing/plain';
import { maximize, minimizeUnsound } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { atoms, type ObjectiveCases, objectiveChecks, sum } from './objective-checks.js';

beforeAll(() => useBackend('cpu'));

const softplus = (a: number) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
const jsd = sum((p, g) => (p * Math.log((2 * p) / (p + g)) + g * Math.log((2 * g) / (p + g))) / 2);
const logOdds = atoms((p, g) => Math.log(p / g));

/** Returns the value that D maximises in the game of the note, with real labels 1 - s. */
const ofV =
  (s = 0): ObjectiveCases['ofD'] =>
  (a, b) =>
    -(1 - s) * softplus(-a) - s * softplus(a) - softplus(b);
const smoothed = { logits: atoms((p, g) => Math.log((0.9 * p) / (0.1 * p + g))) };
const V = { ofD: ofV(), best: { logits: logOdds, value: 2 * jsd - Math.log(4) } };

/** An f-divergence: activation g, conjugate f*(g), the best D, and the divergence by enumeration. */
const F = {
  kl: {
    g: (a: number) => a,
    f: (a: number) => Math.exp(a - 1),
    best: { logits: logOdds.map((a) => 1 + a), value: sum((p, g) => p * Math.log(p / g)) },
  },
  reverseKl: {
    g: (a: number) => -Math.exp(-a),
    f: (a: number) => a - 1,
    best: { logits: logOdds, value: sum((p, g) => g * Math.log(g / p)) },
  },
  pearson: {
    g: (a: number) => a,
    f: (a: number) => (a * a) / 4 + a,
    best: { logits: atoms((p, g) => 2 * (p / g - 1)), value: sum((p, g) => (p - g) ** 2 / g) },
  },
  squaredHellinger: {
    g: (a: number) => 1 - Math.exp(-a),
    f: (a: number) => Math.exp(a) - 1,
    best: { logits: logOdds.map((a) => a / 2), value: sum((p, g) => (Math.sqrt(p) - Math.sqrt(g)) ** 2) },
  },
  jensenShannon: {
    g: (a: number) => Math.log(2) - softplus(-a),
    f: (a: number) => softplus(a) - Math.log(2),
    best: { logits: logOdds, value: 2 * jsd },
  },
};

function rowsOfF(): [string, ObjectiveCases][] {
  return Object.entries(F).flatMap(([divergence, { g, f, best }]): [string, ObjectiveCases][] => {
    const name = divergence as FGanDivergence;
    const ofD: ObjectiveCases['ofD'] = (a, b) => g(a) - f(b);
    const alternative = fGan(name, { generator: 'alternative' });
    return [
      [`fGan ${name}`, { objective: fGan(name), ofD, ofG: (b) => -f(b), sides: ['lower', 'lower'], best }],
      [`fGan ${name}, alternative`, { objective: alternative, ofD, ofG: (b) => -g(b), sides: ['lower', 'none'], best }],
    ];
  });
}

/** The best ranking, by ascent in float64: there is no closed form. */
function bestRanking(): number[] {
  const pairs = atoms((p) => p).flatMap((p, i) => atoms((_, g) => g).map((g, j) => [i, j, p * g] as const));
  const logits = [0, 0, 0];
  for (let step = 0; step < 5000; step++) {
    for (const [i, j, mass] of pairs) {
      const slope = mass / (1 + Math.exp(logits[i]! - logits[j]!));
      logits[i]! += slope;
      logits[j]! -= slope;
    }
  }
  return logits;
}

const ROWS: Readonly<Record<string, ObjectiveCases>> = {
  minimax: { objective: minimax(), ...V, ofG: (b) => -softplus(b), sides: ['lower', 'lower'] },
  'minimax with smoothing': {
    objective: minimax({ smoothing: 0.1 }),
    ofD: ofV(0.1),
    ofG: (b) => -softplus(b),
    sides: ['none', 'lower'],
    best: smoothed,
  },
  nonSaturating: { objective: nonSaturating(), ...V, ofG: (b) => softplus(-b), sides: ['lower', 'none'] },
  'nonSaturating with smoothing': {
    objective: nonSaturating({ smoothing: 0.1 }),
    ofD: ofV(0.1),
    ofG: (b) => softplus(-b),
    sides: ['none', 'none'],
    best: smoothed,
  },
  leastSquares: {
    objective: leastSquares(),
    ofD: (a, b) => -((a - 1) ** 2 + b ** 2) / 2,
    ofG: (b) => (b - 1) ** 2 / 2,
    sides: ['lower', 'none'],
    best: { logits: atoms((p, g) => p / (p + g)), value: (sum((p, g) => (p - g) ** 2 / (p + g)) / 2 - 1) / 4 },
  },
  'leastSquares with smoothing': {
    objective: leastSquares({ smoothing: 0.1 }),
    ofD: (a, b) => -((a - 0.9) ** 2 + b ** 2) / 2,
    ofG: (b) => (b - 1) ** 2 / 2,
    sides: ['none', 'none'],
    best: { logits: atoms((p, g) => (0.9 * p) / (p + g)) },
  },
  hinge: {
    objective: hinge(),
    ofD: (a, b) => -Math.max(0, 1 - a) - Math.max(0, 1 + b),
    ofG: (b) => -b,
    sides: ['lower', 'none'],
    best: { logits: atoms((p, g) => Math.sign(p - g)), value: sum((p, g) => Math.abs(p - g)) - 2 },
  },
  wasserstein: { objective: wasserstein(), ofD: (a, b) => a - b, ofG: (b) => -b, sides: ['none', 'none'] },
  relativistic: {
    objective: relativistic(),
    ofD: (a, b) => -softplus(b - a),
    ofG: (b, a) => softplus(a - b),
    sides: ['lower', 'none'],
    best: { logits: bestRanking() },
  },
  ...Object.fromEntries(rowsOfF()),
};

describeMembers('objectives', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['GanObjective'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, objectiveChecks(cases));

// The suite must fail where an objective is wrong.
describe('an objective that is wrong', () => {
  const right = ROWS['nonSaturating']!;
  const { objective } = right;
  const changed = (other: Partial<GanObjective>) =>
    failedChecks(objectiveChecks({ ...right, objective: { ...objective, ...other } }));
  const scaled = (moved: TensorObjective, by: number): TensorObjective => ({
    ...moved,
    bound: tensorBound(
      moved.bound.side,
      moved.bound.of,
      moved.bound.terms.map((term) => ({ ...term, weight: by * term.weight })),
    ),
  });

  it('passes nowhere by accident: the right one passes everywhere', async () => {
    expect(await changed({})).toEqual([]);
  });

  it.each<[string, Partial<GanObjective>, RegExp]>([
    [
      'a D off by 1 %',
      { discriminator: (...given) => scaled(objective.discriminator(...given), 1.01) },
      /by enumeration/,
    ],
    ['a G of the wrong sign', { generator: (...given) => scaled(objective.generator(...given), -1) }, /E27/],
    [
      'a G without a gradient',
      {
        generator: (fake, ...rest) => {
          const { bound } = objective.generator(fake, ...rest);
          return minimizeUnsound(
            tensorBound('none', bound.of, [{ name: 'value', nats: tf.scalar(bound.value.dataSync()[0]!), weight: 1 }]),
          );
        },
      },
      /gradients/,
    ],
    [
      'an expectation that is ignored',
      { discriminator: (real, fake) => objective.discriminator(real, fake) },
      /by enumeration/,
    ],
    [
      "the mean over the batch in place of G's expectation",
      { generator: (fake, real) => objective.generator(fake, real) },
      /by enumeration/,
    ],
    ['probabilities in place of logits', { discriminator: (real, fake, e) => byProbabilities(real, fake, e) }, /E20/],
    [
      'a side that is claimed',
      { generator: (...given) => ({ ...objective.generator(...given), sound: true }) },
      /unsoundly/,
    ],
    [
      'a tensor that is kept',
      {
        generator: (...given) => {
          tf.keep(tf.scalar(1));
          return objective.generator(...given);
        },
      },
      /leave only/,
    ],
  ])('%s fails', async (_, other, which) => {
    expect(await changed(other)).toContainEqual(expect.stringMatching(which));
  });

  it('a best D that is not the best fails', async () => {
    const best = { logits: right.best!.logits.map((a) => a + 1) };
    expect(await failedChecks(objectiveChecks({ ...right, best }))).toContainEqual(
      expect.stringMatching(/the best one/),
    );
  });
});

function byProbabilities(
  real: tf.Tensor,
  fake: tf.Tensor,
  expectation = (v: tf.Tensor) => tf.mean<tf.Scalar>(v),
): TensorObjective {
  return maximize(
    tensorBound('lower', '2 JSD - log 4', [
      { name: 'D', nats: expectation(tf.log(tf.sigmoid(real))), weight: 1 },
      { name: '1 - D', nats: expectation(tf.log(tf.sub(1, tf.sigmoid(fake)))), weight: 1 },
    ]),
  );
}
