import { expect, test } from 'vitest';
import type { Measurement } from '../../../src/panels/collapse/messages.js';
import { Runs } from '../../../src/panels/collapse/runs.js';
import { nameOf } from '../../../src/panels/collapse/settings.js';

const at = (epoch: number, rate = 1): Measurement => ({
  step: 71 * epoch,
  epoch,
  rate,
  distortion: 100,
  beta: 1,
  unitRates: [rate],
  collapsed: [],
  active: 1,
});

test('a trail begins with the first whole epoch, and a run that never got there leaves none', () => {
  const runs = new Runs();
  runs.begin('never started');
  runs.add(at(0.5));
  runs.begin('first');
  for (const epoch of [0, 0.5, 1, 1.5]) runs.add(at(epoch));
  runs.begin('second');
  expect(runs.all.map(({ name, trail }) => [name, trail.length])).toEqual([
    ['first', 2],
    ['second', 0],
  ]);
});

test('runs keep their number, and so their colour, whatever is forgotten', () => {
  const runs = new Runs();
  for (const name of ['a', 'b', 'c']) {
    runs.begin(name);
    runs.add(at(1));
  }
  const last = runs.all.at(-1)!.id;
  runs.forget();
  expect(runs.all.map(({ name, id }) => [name, id])).toEqual([['c', last]]);
  runs.begin('d');
  expect(runs.all.at(-1)!.id).toBeGreaterThan(last);
});

test('a run is called by what its rate costs', () => {
  expect(nameOf({ beta: 1, warmUp: 0, freeNats: 0 })).toBe('β 1');
  expect(nameOf({ beta: 20, warmUp: 3, freeNats: 0.5 })).toBe('β 20, warmed up, 0.5 free');
});
