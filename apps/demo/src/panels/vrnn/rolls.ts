import { element } from '../../dom/element.js';
import { pianoRoll } from '../../widgets/piano-roll.js';
import type { Roll } from './messages.js';
import { GENERATED, KEYS, LOWEST } from './settings.js';

export interface Rolls {
  readonly element: HTMLElement;
  example(roll: Roll): void;
  draw(generated: readonly Roll[]): void;
  stop(): void;
}

/** A held-out piece, and pieces that the model composes: to look at, and to listen to. */
export function createRolls(): Rolls {
  const roll = (label: string) => pianoRoll({ label, keys: KEYS, lowest: LOWEST });
  const example = roll('a held-out piece, made by the rules');
  const generated = Array.from({ length: GENERATED }, (_, i) => roll(`piece ${i + 1} of the network`));
  return {
    element: element(
      'section',
      { class: 'rolls wide', 'aria-labelledby': 'vrnn-rolls' },
      element('h2', { id: 'vrnn-rolls' }, 'Pieces'),
      element(
        'p',
        { class: 'hint' },
        'Time to the right, pitch upwards; the lines are Cs. The noise is the same at each drawing.',
      ),
      element('div', { class: 'roll-grid' }, ...[example, ...generated].map(({ element: figure }) => figure)),
    ),
    example: (piece) => example.draw(piece),
    draw(pieces) {
      for (const [i, piece] of pieces.entries()) generated[i]!.draw(piece);
    },
    stop() {
      for (const each of [example, ...generated]) each.stop();
    },
  };
}
