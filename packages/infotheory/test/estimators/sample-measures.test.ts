import {
  discreteEntropy,
  ksgMutualInformation,
  nearestNeighbourEntropy,
  nearestNeighbourKl,
} from '@latents/infotheory';
import { createRng, type NdArray, ndArray, type Rng, takeRows } from '@latents/math';
import { type Checks, close, describeChecks, describeMembers, failedChecks, within4 } from '@latents/testing/plain';
import { describe, expect, it } from 'vitest';

/** A measure estimated from samples whose true value is known. */
interface MeasureCases {
  /** The estimate, in nats, from samples of one or two variables. */
  readonly estimate: (...samples: NdArray[]) => number;
  readonly draw: (rng: Rng) => NdArray[];
  readonly truth: number;
  /** Whether row i of each sample belongs to row i of the others. */
  readonly paired?: boolean;
  /** Nats that a scale of all coordinates adds; absent for symbols, which have no scale. */
  readonly scaled?: (by: number) => number;
  /** Samples that must be refused, with the message. */
  readonly refused: readonly (readonly [samples: NdArray[], message: string])[];
}

const REPEATS = 30;
const column = (n: number, f: (i: number) => number) =>
  ndArray(
    [n, 1],
    Float64Array.from({ length: n }, (_, i) => f(i)),
  );

function measureChecks({ estimate, draw, truth, paired = false, scaled, refused }: MeasureCases): Checks {
  const samples = () => draw(createRng(1));
  return {
    'its mean over samples is the truth, within 4 standard errors': () => {
      const rng = createRng(2);
      const values = Array.from({ length: REPEATS }, () => estimate(...draw(rng)));
      within4(values, truth);
    },
    'another order of the rows changes nothing': () => {
      const order = createRng(3).permutation(samples()[0]!.shape[0]!);
      const moved = samples().map((sample, k) => (paired || k === 0 ? takeRows(sample, order) : sample));
      close(estimate(...moved), estimate(...samples()), 1e-10);
    },
    'other units change it as the mathematics says': () => {
      if (scaled === undefined) return;
      const by = 1000;
      const moved = samples().map(({ shape, data }) =>
        ndArray(
          shape,
          Float64Array.from(data, (v) => by * v + 3),
        ),
      );
      close(estimate(...moved), estimate(...samples()) + scaled(by), 1e-9);
    },
    'samples that are none are refused, saying why': () => {
      for (const [given, message] of refused) {
        expect(() => estimate(...given)).toThrow(RangeError);
        expect(() => estimate(...given)).toThrow(message);
      }
    },
  };
}

const normals = (n: number, rng: Rng, loc = 0, scale = 1) => column(n, () => loc + scale * rng.normal());
const RHO = 0.6;
const pair = (rng: Rng) => {
  const x = normals(800, rng);
  return [x, column(800, (i) => RHO * x.data[i]! + Math.sqrt(1 - RHO ** 2) * rng.normal())];
};
const broken = column(50, (i) => (i === 7 ? Number.NaN : Math.sin(i)));
const constant = column(50, () => 3);
const good = column(50, (i) => Math.sin(i * i));

/** Counts of 2,000 draws of three symbols. */
const P = [0.5, 0.3, 0.2];
const counts = ([symbols]: NdArray[]) => P.map((_, k) => Array.from(symbols!.data).filter((s) => s === k).length);
const symbols = (rng: Rng) => [
  column(2000, () => {
    const u = rng.uniform();
    return u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
  }),
];
const discrete = {
  draw: symbols,
  truth: -P.reduce((sum, p) => sum + p * Math.log(p), 0),
  refused: [],
} as const;

const ROWS: Readonly<Record<string, MeasureCases>> = {
  ...Object.fromEntries(
    (['miller-madow', 'jackknife', 'chao-shen'] as const).map((name) => [
      `discreteEntropy by ${name}`,
      { ...discrete, estimate: (...given: NdArray[]) => discreteEntropy(counts(given), name) },
    ]),
  ),
  'discreteEntropy by plug-in': {
    ...discrete,
    // Its bias, (m - 1) / 2n, is known.
    estimate: (...given) => discreteEntropy(counts(given), 'plug-in') + 2 / 4000,
  },
  nearestNeighbourEntropy: {
    estimate: (points) => nearestNeighbourEntropy(points!),
    draw: (rng) => [normals(800, rng, 1, 2)],
    truth: 0.5 * Math.log(2 * Math.PI * Math.E * 4),
    scaled: Math.log,
    refused: [
      [[broken], 'got NaN'],
      [[constant], 'copies of row 0'],
      [[column(2, (i) => i)], 'one less than the 2 points'],
    ],
  },
  nearestNeighbourKl: {
    estimate: (x, y) => nearestNeighbourKl(x!, y!),
    draw: (rng) => [normals(800, rng, 0.5, 0.8), normals(900, rng)],
    truth: -Math.log(0.8) + (0.64 + 0.25) / 2 - 0.5,
    scaled: () => 0,
    refused: [
      [[broken, good], 'got NaN'],
      [[constant, good], 'copies of row 0'],
      [[good, column(2, (i) => i)], 'expected y of shape'],
    ],
  },
  ksgMutualInformation: {
    estimate: (x, y) => ksgMutualInformation(x!, y!),
    draw: pair,
    truth: -0.5 * Math.log(1 - RHO ** 2),
    paired: true,
    scaled: () => 0,
    refused: [
      [[broken, good], 'got NaN'],
      [[constant, constant], 'copies of row 0'],
      [[good, column(49, Math.sin)], 'expected as many x as y, got 50 and 49'],
    ],
  },
};

describeMembers('measures from samples', {
  manifest: new URL('../../package.json', import.meta.url),
  headings: ['Entropy and divergence from samples'],
  rows: Object.keys(ROWS),
});
for (const [name, cases] of Object.entries(ROWS)) describeChecks(name, measureChecks(cases));

// The suite must fail where a measure is wrong.
describe('a measure that is wrong', () => {
  const right = ROWS['nearestNeighbourEntropy']!;
  const changed = (estimate: MeasureCases['estimate']) => failedChecks(measureChecks({ ...right, estimate }));

  it.each<[string, MeasureCases['estimate'], RegExp]>([
    ['one in bits', (x) => right.estimate(x!) / Math.LN2, /truth/],
    ['one without the constant of the ball', (x) => right.estimate(x!) - Math.log(2), /truth/],
    ['one that looks at the first row', (x) => right.estimate(x!) + 1e-6 * x!.data[0]!, /order/],
    ['one that does not know its units', (x) => right.estimate(x!) + 1e-6 * Math.max(...Array.from(x!.data)), /units/],
    ['one that takes anything', () => right.truth, /refused/],
  ])('%s fails', async (_, estimate, which) => {
    expect(await changed(estimate)).toContainEqual(expect.stringMatching(which));
  });
});
