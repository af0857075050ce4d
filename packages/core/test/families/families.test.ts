import { describeMembers } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { klRows, pointsOfFamilies, vectorFamilies } from '../fixture.js';
import type { FamilyRow } from './family.js';
import { examplesOfFamilies, FAMILIES, familiesIn, givenOf } from './index.js';
import { assembled, entriesOf, examplesOf } from './parameter.js';

const names = (rows: readonly FamilyRow[]): string[] => rows.map(({ name }) => name).sort();
const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

describeMembers('families', {
  manifest: new URL('../../package.json', import.meta.url),
  types: ['Distribution'],
  rows: FAMILIES.map(({ label }) => label),
});

describe('the table of families', () => {
  it('names each row once', () => {
    expect(new Set(FAMILIES.map(({ label }) => label)).size).toBe(FAMILIES.length);
  });

  it('promises the fixtures that there are: points of numbers, points of vectors, divergences', () => {
    expect(names(familiesIn('distributions'))).toEqual(sorted(Object.keys(pointsOfFamilies())));
    expect(names(familiesIn('vectors'))).toEqual(sorted(Object.keys(vectorFamilies())));
    expect(names(familiesIn('kl'))).toEqual(sorted(klRows().map(([q]) => q)));
  });
});

describe.each(FAMILIES.map((row) => [row.label, row] as const))('the row of %s', (_, row) => {
  it('names the parameters of its fixtures', () => {
    const { fixtures, name, parameters } = row;
    if (typeof fixtures === 'string') return;
    const points = fixtures.includes('vectors') ? vectorFamilies()[name]!.rows : pointsOfFamilies()[name]!;
    for (const { params } of points) expect(Object.keys(params).sort()).toEqual(Object.keys(parameters).sort());
  });

  it('says where the distribution has mass', () => {
    tf.tidy(() => {
      const { parameters, make, support } = row;
      const given = examplesOf(parameters);
      const stated = make(givenOf(parameters, given)).support;
      expect(stated.kind).toBe(support.kind);
      if (!('low' in support) || !('low' in stated)) return;
      for (const end of ['low', 'high'] as const) {
        const said = support[end];
        const got = stated[end];
        const expected = typeof said === 'string' ? (given[said] as number) : said;
        expect(typeof got === 'number' ? got : got.dataSync()[0]).toBeCloseTo(expected, 6);
      }
    });
  });

  it('makes one distribution from an example, and a batch of them from entries', () => {
    tf.tidy(() => {
      expect(examplesOfFamilies()[row.label]!.batchShape).toEqual([]);
      const entries = Object.entries(entriesOf(row.parameters)).map(
        ([
          name,
          {
            between: [low],
          },
        ]) => [name, tf.fill([2, 3], low)],
      );
      expect(row.make(assembled(row.parameters, Object.fromEntries(entries))).batchShape).toEqual([2, 3]);
    });
  });
});
