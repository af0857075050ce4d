import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { FAMILIES, givenOf } from '../families/index.js';
import { CONSTRAINTS, type Entry, examplesOf } from '../families/parameter.js';
import type { Nested } from '../fixture.js';

/** Every entry of every parameter, with each value that breaks its constraint. One entry of a kind per parameter. */
const cases = FAMILIES.flatMap((row) =>
  Object.entries(row.parameters).flatMap(([key, { entries, example }]) => {
    const kinds = new Map(entries.filter(({ at }) => entryOf(example, at) !== undefined).map((e) => [e.constraint, e]));
    return [...kinds.values()].flatMap((entry) =>
      CONSTRAINTS[entry.constraint].map((bad) => [row.label, key, bad, entry, row] as const),
    );
  }),
);

describe('every parameter of every family', () => {
  it('has a case', () => {
    const covered = new Set(cases.map(([label, key]) => `${label} ${key}`));
    const all = FAMILIES.flatMap(({ label, parameters }) =>
      Object.entries(parameters).flatMap(([key, { entries }]) =>
        entries.some(({ constraint }) => CONSTRAINTS[constraint].length > 0) ? [`${label} ${key}`] : [],
      ),
    );
    expect(all.filter((parameter) => !covered.has(parameter))).toEqual([]);
    expect(cases.length).toBeGreaterThan(200);
  });

  it.each(cases)('%s({ %s: %s }) throws and names it, unless validation is off', (_, key, bad, entry, row) => {
    const { parameters, make } = row;
    const right = examplesOf(parameters);
    const wrong = { ...right, [key]: replaced(right[key]!, entry.at, bad) };
    const construct = (values: Readonly<Record<string, Nested>>, more: Readonly<Record<string, boolean>> = {}) => {
      tf.tidy(() => {
        make({ ...givenOf(parameters, values), ...more });
      });
    };
    expect(() => construct(right)).not.toThrow();
    expect(() => construct(wrong)).toThrow(new RegExp(`new \\w+\\(.*${key}.*got .*${bad}`, 's'));
    if (Object.values(parameters).some(({ setting }) => setting === true)) return;
    // Two distributions, of which the second is wrong.
    const batch = Object.fromEntries(Object.keys(right).map((name) => [name, [right[name]!, wrong[name]!]]));
    expect(() => construct(batch)).toThrow(new RegExp(`got .*${bad} at .*(flat|batch) index`, 's'));
    expect(() => construct(batch, { validate: false })).not.toThrow();
  });
});

function entryOf(value: Nested, at: Entry['at']): Nested | undefined {
  return at.reduce<Nested | undefined>((inner, i) => (typeof inner === 'object' ? inner[i] : undefined), value);
}

function replaced(value: Nested, [first, ...rest]: readonly number[], entry: number): Nested {
  if (first === undefined || typeof value !== 'object') return entry;
  return value.map((inner, i) => (i === first ? replaced(inner, rest, entry) : inner));
}
