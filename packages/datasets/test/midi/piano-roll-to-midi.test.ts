import { ndArray } from '@latents/math';
import { parseMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { pianoRollToMidi } from '../../src/midi/index.js';

/** Returns what a parser reads: `[tick, note, on]` events and the tempo. */
function read(bytes: Uint8Array) {
  const { header, tracks } = parseMidi(bytes);
  const events: [tick: number, note: number, on: boolean][] = [];
  let tempo: number | undefined;
  for (const track of tracks) {
    let tick = 0;
    for (const event of track) {
      tick += event.deltaTime;
      if (event.type === 'setTempo') tempo = 60e6 / event.microsecondsPerBeat;
      if (event.type === 'noteOn' || event.type === 'noteOff') {
        events.push([tick, event.noteNumber, event.type === 'noteOn' && event.velocity > 0]);
      }
    }
  }
  return { events, tempo, ppq: header.ticksPerBeat! };
}

describe('pianoRollToMidi', () => {
  it('one held note, byte by byte as the Standard MIDI File specification 1.0 has it', () => {
    const bytes = pianoRollToMidi(ndArray([2, 1], Uint8Array.of(1, 1)), { tempo: 120, lowest: 60 });
    const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
    expect([...bytes]).toEqual([
      // Header of 6 bytes: format 0, one track, 480 ticks per quarter note.
      ...[...ascii('MThd'), 0, 0, 0, 6, 0, 0, 0, 1, 0x01, 0xe0],
      ...[...ascii('MTrk'), 0, 0, 0, 20],
      // At 0: tempo, 500,000 microseconds per quarter note.
      ...[0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20],
      // At 0: note on, key 60. After 960 ticks, as a variable-length quantity: note off. Then the end of the track.
      ...[0, 0x90, 60, 88],
      ...[0x87, 0x40, 0x80, 60, 0],
      ...[0, 0xff, 0x2f, 0],
    ]);
  });

  it('refuses unknown options', () => {
    const roll = ndArray([1, 2], Uint8Array.of(0, 1));
    expect(() => pianoRollToMidi(roll, { temp: 90 } as never)).toThrow("Did you mean 'tempo'?");
  });
});

describe('pianoRollToMidi, read by a parser', () => {
  it('held notes are one note; a rest parts them', () => {
    // Key 0 sounds in steps 0, 1 and 3; key 1 in step 1.
    const { events, tempo, ppq } = read(
      pianoRollToMidi(ndArray([4, 2], Uint8Array.of(1, 0, 1, 1, 0, 0, 1, 0)), { tempo: 120, lowest: 60 }),
    );
    expect(tempo).toBeCloseTo(120, 3);
    const sorted = [...events].sort((a, b) => a[0] - b[0] || a[1] - b[1] || Number(a[2]) - Number(b[2]));
    expect(sorted).toEqual([
      [0, 60, true],
      [ppq, 61, true],
      [2 * ppq, 60, false],
      [2 * ppq, 61, false],
      [3 * ppq, 60, true],
      [4 * ppq, 60, false],
    ]);
  });

  it('silence is a file without notes', () => {
    expect(read(pianoRollToMidi(ndArray([3, 88], new Uint8Array(264)))).events).toEqual([]);
  });

  it('bad rolls and options', () => {
    const roll = ndArray([1, 2], Uint8Array.of(0, 1));
    expect(() => pianoRollToMidi(ndArray([2], Uint8Array.of(0, 1)))).toThrow(/shape \[steps, keys\], got \[2\]/);
    expect(() => pianoRollToMidi(ndArray([1, 2], Float32Array.of(0, 0.5)))).toThrow(/got 0.5 at step 0, key 1/);
    expect(() => pianoRollToMidi(roll, { tempo: 0 })).toThrow(/tempo.*got 0/);
    expect(() => pianoRollToMidi(roll, { lowest: 127 })).toThrow(
      /an integer from 0 to 126, 2 keys within MIDI's 0 to 127, got 127/,
    );
  });
});
