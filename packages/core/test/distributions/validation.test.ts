import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as families from '../../src/distributions/index.js';
import { pointsOfFamilies } from '../fixture.js';

type Make = new (options: Record<string, tf.Tensor | number | boolean>) => families.Distribution;

const points = pointsOfFamilies();
const byName = families as unknown as Record<string, Make>;
const POSITIVE = /^(scale|rate|df|temperature|concentration[01]?)$/;

const cases = Object.entries(points).flatMap(([name, rows]) =>
  Object.keys(rows[0]!.params).flatMap((key) =>
    [Number.NaN, ...(POSITIVE.test(key) ? [0, -1, Infinity] : [])].map((bad) => [name, key, bad] as const),
  ),
);

describe('every parameter of every univariate family', () => {
  it('has a case', () => {
    expect(Object.keys(points).length).toBeGreaterThanOrEqual(25);
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases)('%s({ %s: %s }) throws and names it, unless validation is off', (name, key, bad) => {
    const right = points[name]![Math.floor(points[name]!.length / 2)]!.params;
    const Family = byName[name]!;
    const named = new RegExp(`new ${name}\\(.*${key}.*got ${bad}`, 's');
    expect(() => new Family({ ...right })).not.toThrow();
    expect(() => new Family({ ...right, [key]: bad })).toThrow(named);
    const batch = tf.tensor1d([right[key]!, bad]);
    expect(() => new Family({ ...right, [key]: batch })).toThrow(/flat index 1 of shape \[2\]/);
    expect(() => new Family({ ...right, [key]: batch, validate: false })).not.toThrow();
    batch.dispose();
  });
});
