import { frequency, type Note } from './notes.js';

export interface PlayOptions {
  readonly notes: readonly Note[];
  /** The MIDI number of key 0. */
  readonly lowest: number;
  /** How many steps the piece has. */
  readonly steps: number;
  readonly secondsPerStep: number;
  /** Called when a step begins to sound. */
  readonly onStep: (step: number) => void;
  /** Called once, when the piece is over or was stopped. */
  readonly onEnd: () => void;
}

/** One voice of a chord must not clip four together. */
const LOUDNESS = 0.12;
/** Seconds of attack and release: without them notes click. */
const EDGE = 0.02;

/**
 * Plays notes with Web Audio, soft triangle waves. Browsers allow sound only after the reader has pressed something.
 *
 * @returns Stops it.
 */
export function play({ notes, lowest, steps, secondsPerStep, onStep, onEnd }: PlayOptions): () => void {
  const audio = new AudioContext();
  const begin = audio.currentTime + 0.05;
  for (const { key, start, steps: held } of notes) {
    const [from, to] = [begin + start * secondsPerStep, begin + (start + held) * secondsPerStep];
    const oscillator = new OscillatorNode(audio, { type: 'triangle', frequency: frequency(lowest + key) });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE);
    gain.gain.setValueAtTime(LOUDNESS, to - 2 * EDGE);
    gain.gain.linearRampToValueAtTime(0, to - EDGE);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(to);
  }
  let shown = -1;
  let frame = requestAnimationFrame(follow);

  function follow(): void {
    const step = Math.floor((audio.currentTime - begin) / secondsPerStep);
    if (step >= steps) {
      end();
      return;
    }
    if (step > shown) onStep(step);
    shown = Math.max(shown, step);
    frame = requestAnimationFrame(follow);
  }

  function end(): void {
    cancelAnimationFrame(frame);
    // Stopped twice is stopped.
    if (audio.state === 'closed') return;
    void audio.close();
    onEnd();
  }
  return end;
}
