import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { ENTRIES, type Entry } from './hostile/entries.js';
import { TABLES } from './hostile/tables.js';

/*
 * Every function that takes a table, with every table that a careless or hostile caller may give. It must end, and either return finite
 * numbers or throw an error with a name that says what was expected, what it got and what to do.
 */

/** Broken tables that an entry takes by its documentation, with the reason. */
const TAKEN: Readonly<Record<string, { readonly tables: readonly string[]; readonly because: string }>> = {
  'vae.elbo': { tables: ['a tensor'], because: 'it takes tensors' },
  takeRows: { tables: ['a NaN', 'an Infinity', 'a -Infinity'], because: 'it copies numbers and computes with none' },
  ndArray: {
    tables: ['a NaN', 'an Infinity', 'a -Infinity'],
    because: 'it stores numbers and computes with none',
  },
  KdTree: {
    tables: [
      'a shape that promises more',
      'a shape that promises less',
      'negative sizes',
      'a size of one half',
      'a list as data',
    ],
    because: 'it takes a list of numbers without a shape',
  },
  mixtureMetrics: {
    tables: ['a NaN', 'an Infinity', 'a -Infinity'],
    because: 'samples that are not finite count as of low quality',
  },
};

type Outcome = 'finite' | 'not finite' | 'refused' | 'refused in other words';

async function outcomeOf(entry: Entry, table: unknown): Promise<{ readonly outcome: Outcome; readonly said: string }> {
  try {
    const numbers = numbersIn(await entry(table));
    return { outcome: numbers.every(Number.isFinite) ? 'finite' : 'not finite', said: numbers.slice(0, 4).join() };
  } catch (error) {
    const { name, message } = error as Error;
    const isClear = /expected [\s\S]*got /i.test(message);
    return { outcome: isClear ? 'refused' : 'refused in other words', said: `${name}: ${message.slice(0, 200)}` };
  }
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'bigint' || typeof value === 'string') return [Number.NaN];
  if (!ArrayBuffer.isView(value) && !Array.isArray(value)) return [];
  return Array.from(value as Iterable<unknown>).flatMap(numbersIn);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

let calls = 0;

test.each(Object.entries(ENTRIES))('%s answers or refuses every table', async (name, entry) => {
  const faults: string[] = [];
  for (const { name: table, broken, make } of TABLES) {
    const { outcome, said } = await outcomeOf(entry, make());
    const isTaken = TAKEN[name]?.tables.includes(table) === true;
    const isRight = outcome === 'refused' || isTaken || (outcome === 'finite' && !broken);
    if (!isRight) faults.push(`${table}: ${outcome}, ${said}`);
    calls++;
  }
  expect(faults).toEqual([]);
});

test('every pair of an entry and a table was tried', () => {
  expect(calls).toBe(Object.keys(ENTRIES).length * TABLES.length);
});
