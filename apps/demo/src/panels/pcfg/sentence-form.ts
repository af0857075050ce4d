import { element } from '../../dom/element.js';
import { EXAMPLES } from './english.js';

export interface SentenceForm {
  readonly element: HTMLElement;
  text(): string;
}

/** A line to type a sentence in, and some to pick from. */
export function sentenceForm(onParse: () => void): SentenceForm {
  const input = element('input', {
    id: 'pcfg-sentence',
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    value: EXAMPLES[0],
  });
  const form = element(
    'form',
    { class: 'sentence', 'aria-label': 'Parse' },
    element('label', { for: 'pcfg-sentence' }, 'Sentence'),
    input,
    element('button', { type: 'submit', class: 'primary' }, 'Parse'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onParse();
  });
  const picks = EXAMPLES.map((text) => {
    const button = element('button', { type: 'button', class: 'pick' }, text);
    button.addEventListener('click', () => {
      input.value = text;
      onParse();
    });
    return button;
  });
  return {
    element: element('div', { class: 'sentence-form' }, form, element('div', { class: 'picks' }, ...picks)),
    text: () => input.value,
  };
}
