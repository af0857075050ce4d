import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { choraleLike } from '../../src/synthetic/index.js';

const N = 300;
const { rolls, lengths } = choraleLike({ chords: 12 }).sample(N, createRng(0));
/** The notes of each step, lowest first: since voices don't cross, that is bass to soprano. */
const pieces = Array.from({ length: N }, (_, n) =>
  Array.from({ length: 12 }, (_, t) => {
    const keys = rolls.data.subarray((n * 12 + t) * 88, (n * 12 + t + 1) * 88);
    return [...keys.keys()].filter((key) => keys[key] === 1).map((key) => key + 21);
  }),
);
const steps = pieces.flat();
const classes = (notes: number[]) => [...new Set(notes.map((note) => note % 12))].sort((a, b) => a - b).join();
const C_MAJOR = { '0,4,7': 'I', '2,5,9': 'ii', '4,7,11': 'iii', '0,5,9': 'IV', '2,7,11': 'V', '0,4,9': 'vi' };
const degree = (notes: number[]) => (C_MAJOR as Record<string, string>)[classes(notes)];

describe('pieces in the manner of a chorale', () => {
  it('four different notes a step, within the ranges of the voices', () => {
    expect([...new Set(lengths.data)]).toEqual([12]);
    for (const notes of steps) {
      expect(notes).toHaveLength(4);
      for (const [voice, [low, high]] of [
        [40, 60],
        [48, 67],
        [55, 74],
        [60, 79],
      ].entries()) {
        expect(notes[voice]).toBeGreaterThanOrEqual(low!);
        expect(notes[voice]).toBeLessThanOrEqual(high!);
      }
    }
  });

  it('triads of C major, from I to V, I, the bass never on the fifth', () => {
    for (const notes of steps) expect(degree(notes)).toBeDefined();
    for (const piece of pieces) {
      expect([degree(piece[0]!), degree(piece[10]!), degree(piece[11]!)]).toEqual(['I', 'V', 'I']);
    }
    const fifths: Record<string, number> = { I: 7, ii: 9, iii: 11, IV: 0, V: 2, vi: 4 };
    expect(steps.filter((notes) => notes[0]! % 12 === fifths[degree(notes)!])).toEqual([]);
  });

  it('no parallel fifths or octaves', () => {
    for (const piece of pieces) {
      for (let t = 1; t < 12; t++) {
        const [a, b] = [piece[t - 1]!, piece[t]!];
        for (const [i, j] of [
          [0, 1],
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
          [2, 3],
        ] as const) {
          const both = [(a[j]! - a[i]!) % 12, (b[j]! - b[i]!) % 12].join();
          const together = Math.sign(b[i]! - a[i]!) * Math.sign(b[j]! - a[j]!) > 0;
          expect(together && (both === '7,7' || both === '0,0')).toBe(false);
        }
      }
    }
  });

  it('ii goes to V four times in five', () => {
    const after = pieces.flatMap((piece) =>
      piece.slice(0, 9).flatMap((notes, t) => (degree(notes) === 'ii' ? [degree(piece[t + 1]!)] : [])),
    );
    const share = after.filter((next) => next === 'V').length / after.length;
    expect(Math.abs(share - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / after.length));
  });

  it('another tonic moves every class; the same seed gives the same piece', () => {
    const make = (tonic: number, seed: number) =>
      choraleLike({ chords: 4, tonics: [tonic] }).sample(1, createRng(seed));
    const { rolls: inD } = make(2, 1);
    const last = [...inD.data.subarray(3 * 88).keys()].filter((key) => inD.data[3 * 88 + key] === 1);
    expect(classes(last.map((key) => key + 21))).toBe('2,6,9');
    expect(make(2, 1)).toEqual(make(2, 1));
    expect(make(2, 1)).not.toEqual(make(2, 2));
  });
});

it.each([
  ['two chords', () => choraleLike({ chords: 2 }), /an integer >= 3, got 2/],
  ['no keys', () => choraleLike({ chords: 4, tonics: [] }), /at least one, got \[\]/],
  ['a key of the thirteenth semitone', () => choraleLike({ chords: 4, tonics: [12] }), /0 to 11.*got \[12\]/],
  ['no pieces', () => choraleLike({ chords: 4 }).sample(0, createRng(0)), /positive integer, got 0/],
])('%s', (_, act, message) => expect(act).toThrow(message));
