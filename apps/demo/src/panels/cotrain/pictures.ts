import { element } from '../../dom/element.js';
import { type ImageGrid, imageGrid } from '../../widgets/image-grid.js';
import { GUESS_ROWS, MEMBERS, type Shown } from './messages.js';

export interface Pictures {
  readonly element: HTMLElement;
  draw(shown: Shown): void;
}

/** The clusters, and what each encoder makes of its half. */
export function createPictures(): Pictures {
  const guesses = imageGrid({
    columns: 10,
    label: `Ten held-out digits; rows from the top: ${GUESS_ROWS.join(', ')}.`,
  });
  const frame = element('div', { 'data-grid': 'clusters' });
  let clusters: ImageGrid | undefined;
  let columns = 0;
  return {
    element: element(
      'section',
      { class: 'pictures wide', 'aria-labelledby': 'cotrain-pictures' },
      element('h2', { id: 'cotrain-pictures' }, 'What the codewords stand for'),
      element(
        'div',
        { class: 'two-pictures' },
        element(
          'figure',
          {},
          element(
            'figcaption',
            {},
            element('h3', {}, 'Codewords'),
            element(
              'p',
              { class: 'hint' },
              'A column each: the mean of the held-out digits that Ψ gives it, then five of them.',
            ),
          ),
          frame,
        ),
        element(
          'figure',
          { 'data-grid': 'guesses' },
          element(
            'figcaption',
            {},
            element('h3', {}, 'What each encoder sees, and says'),
            element('p', { class: 'hint' }, `From the top: ${GUESS_ROWS.join('; ')}.`),
          ),
          guesses.element,
        ),
      ),
    ),
    draw(shown) {
      const codewords = shown.clusters.length / ((1 + MEMBERS) * 784);
      if (clusters === undefined || columns !== codewords) {
        columns = codewords;
        clusters = imageGrid({
          columns,
          label: `${columns} codewords: the mean digit of each, then five of its digits.`,
        });
        frame.replaceChildren(clusters.element);
      }
      clusters.draw(shown.clusters);
      guesses.draw(shown.guesses);
    },
  };
}
