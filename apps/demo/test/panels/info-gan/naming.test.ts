import { clusterAgreement } from '@latents/infotheory/tables';
import { expect, test } from 'vitest';
import { describeClass, digitsOfClasses, namedShare } from '../../../src/panels/info-gan/naming.js';

const classes = [0, 0, 0, 0, 2, 2, 2, 1, 1, 1, 1];
const labels = [7, 7, 9, 7, 4, 9, 4, 0, 1, 2, 3];

test('counts: a row a class, a column a digit', () => {
  const rows = digitsOfClasses(classes, labels, 4);
  expect(rows[0]).toEqual([0, 0, 0, 0, 0, 0, 0, 3, 0, 1]);
  expect(rows[3]).toEqual(new Array(10).fill(0));
});

test('the share named is the many-to-one accuracy', () => {
  expect(namedShare(digitsOfClasses(classes, labels, 3))).toBeCloseTo(clusterAgreement(classes, labels).manyToOne, 12);
});

test('no examples: nothing is named', () => {
  expect(namedShare(digitsOfClasses([], [], 3))).toBe(0);
});

test('in words: the commonest digits first, the rare ones left out', () => {
  const rows = digitsOfClasses(classes, labels, 4);
  expect(describeClass(rows[0]!)).toBe('Q gives this class to 4 held-out digits: 75 % are 7s, 25 % are 9s.');
  expect(describeClass(rows[1]!)).toContain('25 % are 0s, 25 % are 1s, 25 % are 2s.');
  expect(describeClass(rows[3]!)).toBe('Q gives this class to none of the held-out digits.');
});
