import * as tf from '@tensorflow/tfjs';
import type { Distribution } from '../../src/distributions/index.js';
import type { Nested } from '../fixture.js';
import { COMBINATORS } from './combinators.js';
import type { FamilyRow, FixtureOf, Given } from './family.js';
import { INTEGER_FAMILIES } from './integers.js';
import { INTERVAL_FAMILIES } from './interval.js';
import type { FamilyParameters } from './parameter.js';
import { POSITIVE_FAMILIES } from './positive.js';
import { REAL_LINE_FAMILIES } from './real-line.js';
import { SIMPLEX_FAMILIES } from './simplex.js';
import { VECTOR_FAMILIES } from './vectors.js';

/** Every family that core exports, and what the tests need to know of it. families.test.ts compares it with the exports. */
export const FAMILIES: readonly FamilyRow[] = [
  ...REAL_LINE_FAMILIES,
  ...POSITIVE_FAMILIES,
  ...INTERVAL_FAMILIES,
  ...INTEGER_FAMILIES,
  ...VECTOR_FAMILIES,
  ...SIMPLEX_FAMILIES,
  ...COMBINATORS,
];

/** Returns the families that a fixture has. */
export function familiesIn(fixture: FixtureOf): readonly FamilyRow[] {
  return FAMILIES.filter(({ fixtures }) => Array.isArray(fixtures) && fixtures.includes(fixture));
}

/** Returns the row of a family that a fixture names. */
export function familyOf(name: string): FamilyRow {
  const found = FAMILIES.find((row) => row.name === name && Array.isArray(row.fixtures));
  if (found === undefined)
    throw new Error(`familyOf('${name}'): expected a family with fixtures, got none of that name.`);
  return found;
}

/** Returns the parameters as the constructor takes them, from plain numbers: tensors, or numbers for settings. */
export function givenOf(parameters: FamilyParameters, values: Readonly<Record<string, Nested>>): Given {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      parameters[name]?.setting === true ? (value as number) : tf.tensor(value as number[]),
    ]),
  );
}

/** Returns one distribution per row, at the values of the examples. */
export function examplesOfFamilies(): Readonly<Record<string, Distribution>> {
  return Object.fromEntries(
    FAMILIES.map(({ label, parameters, make }) => [
      label,
      make(givenOf(parameters, Object.fromEntries(Object.entries(parameters).map(([k, { example }]) => [k, example])))),
    ]),
  );
}
