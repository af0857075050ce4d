import { element } from '../../dom/element.js';
import { imageGrid } from '../../widgets/image-grid.js';
import type { Shown } from './messages.js';

export interface Pictures {
  readonly element: HTMLElement;
  draw(shown: Shown): void;
}

const VIEWS = [
  ['clean', 'Digits, and each model’s', 'From the top: held-out digits; basic; denoising; variational.'],
  ['corrupted', 'Masked digits, repaired', 'From the top: what all are shown; basic; denoising; variational.'],
  ['decoded', 'Draws from the prior, decoded', 'From the top: basic; denoising; variational. The same ten draws of z.'],
] as const;

/** Rows of ten images: inputs, then what each model makes of them. */
export function createPictures(): Pictures {
  const views = VIEWS.map(([name, title, rows]) => ({
    name,
    title,
    rows,
    grid: imageGrid({ columns: 10, label: `${title}. ${rows}` }),
  }));
  return {
    element: element(
      'section',
      { class: 'pictures wide', 'aria-labelledby': 'autoencoders-pictures' },
      element('h2', { id: 'autoencoders-pictures' }, 'What each model draws'),
      element(
        'div',
        { class: 'model-rows' },
        ...views.map(({ name, title, rows, grid }) =>
          element(
            'figure',
            { 'data-grid': name },
            element('figcaption', {}, element('h3', {}, title), element('p', { class: 'hint' }, rows)),
            grid.element,
          ),
        ),
      ),
    ),
    draw(shown) {
      for (const { name, grid } of views) grid.draw(shown[name]);
    },
  };
}
