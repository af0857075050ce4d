import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type PianoRolls, parsePianoRolls, pianoRolls, splitRows } from '@latents/datasets';
import { createRng } from '@latents/math';
import { sharedPath } from '@latents/testing';
import { batches } from '@latents/training';
import { describe, expect, it } from 'vitest';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const small = { train: [[[60, 64], []], [[21]]], valid: [[[108, 108]]], test: [[[], [70], [71]]] };

/** The notes of step `step` of sequence `n`, read back from the roll by the definition of its columns. */
function notesAt({ rolls: { shape, data } }: PianoRolls, n: number, step: number): number[] {
  const row = data.subarray((n * shape[1]! + step) * 88, (n * shape[1]! + step + 1) * 88);
  return [...row].flatMap((on, column) => (on ? [column + 21] : []));
}

describe('pianoRolls', () => {
  it('sets the keys that sound, lowest and highest included, and pads with silence', () => {
    const padded = pianoRolls([[[60, 64], [], [21, 108]], [[70]]]);
    expect(padded.rolls.shape).toEqual([2, 3, 88]);
    expect([...padded.lengths.data]).toEqual([3, 1]);
    expect([0, 1, 2].map((step) => notesAt(padded, 0, step))).toEqual([[60, 64], [], [21, 108]]);
    expect([0, 1, 2].map((step) => notesAt(padded, 1, step))).toEqual([[70], [], []]);
  });

  it('gives what batches and splitRows take', () => {
    const padded = pianoRolls([[[60]], [[61], [62]], [[63]]]);
    expect(batches(padded, { size: 2, rng: createRng(0) }).at(0).batch.rolls.shape).toEqual([2, 2, 88]);
    expect(splitRows(padded, { validation: 1, rng: createRng(0) }).train.lengths.shape).toEqual([2]);
  });

  it.each([
    ['no sequences', [], 'expected at least one sequence, got none'],
    ['a sequence of length 0', [[[60]], []], 'expected at least one step, got none in sequence 1'],
    ['a note below the keyboard', [[[20]]], 'expected MIDI notes from 21 to 108, got 20 in sequence 0, step 0'],
    ['a note above it', [[[60], [109]]], 'got 109 in sequence 0, step 1'],
    ['a note between keys', [[[60.5]]], 'got 60.5'],
    ['NaN', [[[Number.NaN]]], 'got NaN'],
  ])('refuses %s', (_, sequences, message) => {
    expect(() => pianoRolls(sequences)).toThrow(RangeError);
    expect(() => pianoRolls(sequences)).toThrow(message);
  });
});

describe('parsePianoRolls', () => {
  it('reads the three parts, gzipped or not', async () => {
    const parts = await parsePianoRolls(bytes(small));
    expect(await parsePianoRolls(new Uint8Array(gzipSync(bytes(small))))).toEqual(parts);
    expect(parts.train).toEqual(pianoRolls(small.train));
    expect(parts.validation).toEqual(pianoRolls(small.valid));
    expect(parts.test).toEqual(pianoRolls(small.test));
  });

  it.each([
    ['a file cut off', bytes(small).subarray(0, 30), 'expected JSON, got'],
    ['gzip cut off', new Uint8Array(gzipSync(bytes(small))).subarray(0, 40), 'expected a whole gzip file'],
    ['null', bytes(null), "expected a list of lists of lists of notes as 'train'"],
    ['a part left out', bytes({ train: small.train }), "expected a list of lists of lists of notes as 'valid'"],
    ['a list too few', bytes({ ...small, test: [[60]] }), "expected a list of lists of lists of notes as 'test'"],
    ['a bad note', bytes({ ...small, test: [[['C4']]] }), "in 'test': pianoRolls(sequences): expected MIDI notes"],
  ])('refuses %s', async (_, file, message) => {
    await expect(parsePianoRolls(file)).rejects.toThrow(message);
    await expect(parsePianoRolls(file)).rejects.toBeInstanceOf(RangeError);
  });
});

const chorales = sharedPath('data/jsb_chorales/jsb-quarter.json.gz');

describe.skipIf(chorales === undefined)('the JSB chorales', () => {
  it('have their published sizes, and the published floor of independent keys', async () => {
    const { train, validation, test } = await parsePianoRolls(readFileSync(chorales!));
    const steps = ({ lengths }: PianoRolls) => lengths.data.reduce((sum, length) => sum + length, 0);
    expect([train, validation, test].map(({ lengths }) => lengths.shape[0])).toEqual([229, 76, 77]);
    expect([train, validation, test].map(steps)).toEqual([13807, 4602, 4725]);
    const counts = (part: PianoRolls) => {
      const perKey = new Float64Array(88);
      for (const [i, on] of part.rolls.data.entries()) perKey[i % 88]! += on;
      return perKey;
    };
    // Keys that never sound in training would make the floor infinite: add one sounding and one silent step.
    const rates = counts(train).map((count) => (count + 1) / (13807 + 2));
    const nats = counts(test).reduce(
      (sum, on, key) => sum - on * Math.log(rates[key]!) - (4725 - on) * Math.log1p(-rates[key]!),
      0,
    );
    expect(nats / 4725).toBeCloseTo(11.06, 1);
  });
});
