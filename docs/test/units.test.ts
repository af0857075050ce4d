import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { GROUPS, inUnits, type Law, OTHERS, PARTNER, REVIEWED, type Units } from './units/laws.js';

/*
 * A change of units changes an answer as the mathematics says, or not at all. Offsets round the data: the answer is compared with that
 * of the rounded data without the offset.
 */

const PLAIN: Units = { scales: [1, 1], offsets: [0, 0] };
const SCALES = [1e-300, 1e-200, 1e-160, 1e-150, 1e-100, 1e-20, 1e-10, 1e-5, 1e5, 1e10, 1e20, 1e100, 1e150];
const OFFSETS = [1e3, 1e6, 1e8, 1e10, 1e12];
const CHANGES: readonly Units[] = [
  ...SCALES.map((s): Units => ({ scales: [s, s], offsets: [0, 0] })),
  ...OFFSETS.map((o): Units => ({ scales: [1, 1], offsets: [o, o] })),
];
const CHANGES_OF_A_COLUMN: readonly Units[] = [
  ...SCALES.map((s): Units => ({ scales: [1, s], offsets: [0, 0] })),
  ...OFFSETS.map((o): Units => ({ scales: [1e5, 1], offsets: [-7 * o, o] })),
];

/** Squares of these units are not numbers of full precision: a model may refuse them, but must not be wrong. */
const isExtreme = ({ scales }: Units) => scales.some((s) => s < 1e-150 || s > 1e150);

/** Largest relative deviation that rounding explains. */
const ALLOWED = 1e-6;

type Result = 'equal' | 'refused' | string;

/** Returns the data as other units store them, in plain units. */
function stored(data: Float64Array, units: Units) {
  const { scales, offsets } = units;
  return inUnits(
    inUnits(data, units).data.map((value, i) => (value - offsets[i % 2]!) / scales[i % 2]!),
    PLAIN,
  );
}

async function resultOf({ of, rounding = () => 0 }: Law, units: Units): Promise<Result> {
  const expected = await of(stored(GROUPS, units), PLAIN, stored(PARTNER, units));
  try {
    const got = await of(inUnits(GROUPS, units), units, inUnits(PARTNER, units));
    const isEqual = Math.abs(got - expected) <= ALLOWED * (1 + Math.abs(expected)) + rounding(units);
    return isEqual ? 'equal' : `expected ${expected}, got ${got}`;
  } catch (error) {
    const { message } = error as Error;
    return isExtreme(units) && /expected [\s\S]*got /.test(message) ? 'refused' : message;
  }
}

/** Returns the changes that give another answer, or an error where none is due. */
async function deviations(law: Law, changes: readonly Units[]): Promise<string[]> {
  const found: string[] = [];
  for (const [i, units] of changes.entries()) {
    if ((law.squared === true && isExtreme(units)) || (law.trained === true && i % 3 !== 0)) continue;
    const result = await resultOf(law, units);
    if (result !== 'equal' && result !== 'refused') found.push(`${JSON.stringify(units)}: ${result}`);
  }
  return found;
}

/** Distances of points mix the units of x with those of y, as the estimator's documentation says. */
const MIXES_UNITS = 'ksgEstimator, no preprocessing';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('the laws of the review and their changes of units are 324', () => {
  expect(Object.keys(REVIEWED).length * CHANGES.length).toBe(324);
});

describe('all columns in other units', () => {
  const laws = Object.entries({ ...REVIEWED, ...OTHERS }).filter(([name]) => name !== MIXES_UNITS);
  test.each(laws)('%s gives the same answer', async (_, law) => {
    expect(await deviations(law, CHANGES)).toEqual([]);
  });

  test('ksgEstimator without preprocessing depends on scales, and on no offset', async () => {
    const law = REVIEWED[MIXES_UNITS]!;
    expect(await deviations(law, CHANGES.slice(SCALES.length))).toEqual([]);
    expect(await deviations(law, CHANGES.slice(0, SCALES.length))).toHaveLength(SCALES.length);
  });
});

describe('one column in other units', () => {
  test.each(Object.entries({ ...REVIEWED, ...OTHERS }).filter(([, { byColumn }]) => byColumn))(
    '%s gives the same answer',
    async (_, law) => {
      expect(await deviations(law, CHANGES_OF_A_COLUMN)).toEqual([]);
    },
  );
});
