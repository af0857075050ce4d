import { expect, test } from 'vitest';
import { nextMeasurement } from '../../../src/panels/digits/schedule.js';

function schedule(perEpoch: number, count: number): number[] {
  const steps = [0];
  while (steps.length < count) steps.push(nextMeasurement(steps.at(-1)!, perEpoch));
  return steps;
}

test('doubles up to half an epoch, then goes on by half epochs', () => {
  expect(schedule(71, 10)).toEqual([0, 1, 2, 4, 8, 16, 32, 36, 72, 108]);
});

test('one batch an epoch: every step', () => {
  expect(schedule(1, 4)).toEqual([0, 1, 2, 3]);
});
