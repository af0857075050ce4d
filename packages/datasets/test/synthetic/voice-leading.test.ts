import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { hasParallels, leadVoices, type Voicing } from '../../src/synthetic/voice-leading.js';

// By the rules of the docstring: every voicing of the chord in the ranges of bass, tenor, alto and soprano.
const RANGES = [
  [40, 60],
  [48, 67],
  [55, 74],
  [60, 79],
] as const;

type Chord = readonly [number, number, number];

function allowed(chord: Chord, before: Voicing): Voicing[] {
  const found: Voicing[] = [];
  const notesOf = (voice: number) => {
    const [low, high] = RANGES[voice]!;
    const all: number[] = [];
    for (let note = low; note <= high; note++) if (chord.some((k) => (note - k) % 12 === 0)) all.push(note);
    return all;
  };
  for (const s of notesOf(3))
    for (const a of notesOf(2))
      for (const t of notesOf(1))
        for (const b of notesOf(0)) {
          if (b >= t || t >= a || a >= s || s - a > 12 || a - t > 12) continue;
          if ((b - chord[2]) % 12 === 0 || !chord.every((k) => [b, t, a, s].some((n) => (n - k) % 12 === 0))) continue;
          if (!hasParallels(before, [b, t, a, s])) found.push([b, t, a, s]);
        }
  return found;
}

const cost = (chord: Chord, before: Voicing, [b, t, a, s]: Voicing) =>
  Math.abs(b - before[0]) / 3 +
  Math.abs(t - before[1]) +
  Math.abs(a - before[2]) +
  Math.abs(s - before[3]) +
  ((b - chord[0]) % 12 === 0 ? 0 : 3);

describe('leadVoices', () => {
  const chords = Array.from({ length: 24 }, (_, i): Chord => {
    const root = i % 12;
    return [root, (root + (i < 12 ? 4 : 3)) % 12, (root + 7) % 12];
  });

  // In the last two, two neighbouring voices are already too far apart.
  const BEFORE: [Voicing][] = [
    [[48, 55, 64, 72]],
    [[43, 62, 67, 71]],
    [[60, 64, 67, 79]],
    [[41, 48, 57, 60]],
    [[40, 48, 64, 72]],
    [[43, 52, 57, 74]],
  ];

  it.each(BEFORE)('takes the smoothest of all allowed voicings after %j, for each triad', (before) => {
    for (const chord of chords) {
      const least = Math.min(...allowed(chord, before).map((voicing) => cost(chord, before, voicing)));
      const chosen = leadVoices(chord, before, { uniform: () => 0 });
      expect(allowed(chord, before)).toContainEqual(chosen);
      expect(cost(chord, before, chosen)).toBeCloseTo(least, 12);
    }
  });

  it('draws from voicings at most four semitones less smooth', () => {
    const before: Voicing = [48, 55, 64, 72];
    const chord = chords[7]!;
    const least = Math.min(...allowed(chord, before).map((voicing) => cost(chord, before, voicing)));
    const rng = createRng(0);
    const costs = Array.from({ length: 50 }, () => cost(chord, before, leadVoices(chord, before, rng)));
    expect(Math.max(...costs)).toBeLessThanOrEqual(least + 4);
    expect(new Set(costs).size).toBeGreaterThan(1);
  });
});
