import { element } from '../../dom/element.js';
import { imageGrid } from '../../widgets/image-grid.js';
import { CODES, COLUMNS, type CodeName, type SmallImages } from './messages.js';
import { SIDE } from './settings.js';

export interface Traversals {
  readonly element: HTMLElement;
  draw(images: Readonly<Record<CodeName, SmallImages>>): void;
}

const VIEWS: Readonly<Record<CodeName, readonly [title: string, columns: string]>> = {
  class: ['The class', 'A column a class, from 1 to 10.'],
  first: ['The first number', 'From −1 on the left to 1 on the right.'],
  second: ['The second number', 'From −1 on the left to 1 on the right.'],
};

/** One code at a time through all its values, on draws of everything else: a row each. */
export function createTraversals(): Traversals {
  const views = CODES.map((name) => {
    const [title, columns] = VIEWS[name];
    return {
      name,
      title,
      columns,
      grid: imageGrid({ columns: COLUMNS, side: SIDE, label: `${title}, traversed. ${columns}` }),
    };
  });
  return {
    element: element(
      'section',
      { class: 'pictures wide', 'aria-labelledby': 'info-gan-traversals' },
      element('h2', { id: 'info-gan-traversals' }, 'What each code changes'),
      element(
        'p',
        { class: 'hint' },
        'In each row noise and the other codes stay as they are, and one code goes through its values.',
      ),
      element(
        'div',
        { class: 'model-rows' },
        ...views.map(({ name, title, columns, grid }) =>
          element(
            'figure',
            { 'data-grid': name },
            element('figcaption', {}, element('h3', {}, title), element('p', { class: 'hint' }, columns)),
            grid.element,
          ),
        ),
      ),
    ),
    draw(images) {
      for (const { name, grid } of views) grid.draw(images[name]);
    },
  };
}
