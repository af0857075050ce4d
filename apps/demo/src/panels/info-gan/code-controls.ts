import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { imageGrid } from '../../widgets/image-grid.js';
import { slider } from '../../widgets/slider.js';
import { COLUMNS, type DigitCounts, DRAWN, type PresentCode, type SmallImages } from './messages.js';
import { describeClass } from './naming.js';
import { CLASSES, SIDE } from './settings.js';

export interface CodeControls {
  readonly element: HTMLElement;
  code(): PresentCode;
  draw(images: SmallImages): void;
  /** What Q gives each class to. */
  name(digits: readonly DigitCounts[]): void;
}

/** A class to choose, two numbers to slide, and the digits of the code that they make. */
export function createCodeControls(turned: (code: PresentCode) => void): CodeControls {
  let kind = 0;
  let digits: readonly DigitCounts[] = [];
  const meaning = element('p', { class: 'hint', 'data-status': 'meaning', 'aria-live': 'polite' });
  const code = (): PresentCode => [kind, first.value(), second.value()];
  const tell = (): void => {
    const row = digits[kind];
    meaning.textContent = row === undefined ? '' : `Class ${kind + 1}. ${describeClass(row)}`;
  };
  const number = (label: string) =>
    slider({ label, min: -1, max: 1, step: 0.05, value: 0, onInput: () => turned(code()) });
  const first = number('First number');
  const second = number('Second number');
  const classes = choice({
    label: 'Class',
    options: Array.from({ length: CLASSES }, (_, k) => ({ value: String(k), label: String(k + 1) })),
    value: '0',
    onChange(value) {
      kind = Number(value);
      tell();
      turned(code());
    },
  });
  const made = imageGrid({
    columns: COLUMNS,
    side: SIDE,
    label: `${DRAWN} images of the code chosen, each from noise of its own.`,
  });
  return {
    element: element(
      'section',
      { class: 'pictures wide', 'aria-labelledby': 'info-gan-code' },
      element('h2', { id: 'info-gan-code' }, 'Turn the code'),
      element(
        'div',
        { class: 'code-body' },
        element('div', { class: 'code-controls' }, classes.element, first.element, second.element, meaning),
        element(
          'figure',
          { 'data-grid': 'made' },
          made.element,
          element(
            'figcaption',
            {},
            element(
              'p',
              { class: 'hint' },
              `G’s digits of this one code. What differs between the ${DRAWN} is noise, the same draws throughout. Where they are all alike, G makes nothing of it: its variety is the codes’.`,
            ),
          ),
        ),
      ),
    ),
    code,
    draw: made.draw,
    name(rows) {
      digits = rows;
      tell();
    },
  };
}
