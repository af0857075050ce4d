import { notesOf } from '../audio/notes.js';
import { play } from '../audio/player.js';
import { resolveColour } from '../dom/colour.js';
import { element } from '../dom/element.js';
import { THEME_CHANGED } from '../shell/theme-changed.js';

export interface PianoRollOptions {
  /** What is shown, in a few words: the button says "Play" and this. */
  readonly label: string;
  readonly keys: number;
  /** The MIDI number of key 0. */
  readonly lowest: number;
}

export interface PianoRoll {
  readonly element: HTMLElement;
  /** Shows a roll `[steps, keys]` of zeros and ones; a piece that plays goes on. */
  draw(roll: Uint8Array): void;
  stop(): void;
}

const CELL = { width: 18, height: 5 } as const;
const SECONDS_PER_STEP = 0.5;

let stopOther = (): void => {};

/** Time to the right, pitch upwards; and a button that plays it. One piece at a time sounds on the page. */
export function pianoRoll({ label, keys, lowest }: PianoRollOptions): PianoRoll {
  const canvas = element('canvas', { class: 'piano-roll', role: 'img', 'aria-label': `Piano roll: ${label}` });
  const button = element('button', { type: 'button', disabled: true, 'aria-label': `Play ${label}` }, 'Play');
  let shown: Uint8Array | undefined;
  let sounding: Uint8Array | undefined;
  let step = -1;
  let stop = (): void => {};

  function paint(): void {
    const roll = sounding ?? shown;
    if (roll === undefined) return;
    const steps = roll.length / keys;
    canvas.width = steps * CELL.width;
    canvas.height = keys * CELL.height;
    const context = canvas.getContext('2d')!;
    context.fillStyle = resolveColour(canvas, 'var(--image-paper)');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = resolveColour(canvas, 'var(--line)');
    for (let key = 0; key < keys; key++) {
      if ((key + lowest) % 12 === 0) context.fillRect(0, (keys - key) * CELL.height - 1, canvas.width, 1);
    }
    if (step >= 0) context.fillRect(step * CELL.width, 0, CELL.width, canvas.height);
    const [ink, accent] = [resolveColour(canvas, 'var(--image-ink)'), resolveColour(canvas, 'var(--accent)')];
    for (const { key, start, steps: held } of notesOf(roll, keys)) {
      context.fillStyle = step >= start && step < start + held ? accent : ink;
      const top = (keys - 1 - key) * CELL.height;
      context.fillRect(start * CELL.width, top, held * CELL.width - 2, CELL.height);
    }
  }

  function toggle(): void {
    if (sounding !== undefined) {
      stop();
      return;
    }
    if (shown === undefined) return;
    stopOther();
    sounding = shown;
    button.textContent = 'Stop';
    stop = play({
      notes: notesOf(sounding, keys),
      lowest,
      steps: sounding.length / keys,
      secondsPerStep: SECONDS_PER_STEP,
      onStep(next) {
        step = next;
        paint();
      },
      onEnd() {
        sounding = undefined;
        step = -1;
        button.textContent = 'Play';
        paint();
      },
    });
    stopOther = stop;
  }

  button.addEventListener('click', toggle);
  document.addEventListener(THEME_CHANGED, paint);
  return {
    element: element(
      'figure',
      { class: 'roll' },
      canvas,
      element('figcaption', {}, button, element('span', {}, label)),
    ),
    draw(roll) {
      shown = roll;
      button.disabled = false;
      paint();
    },
    stop: () => stop(),
  };
}
