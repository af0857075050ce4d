import { element } from '../dom/element.js';

export interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** While it is dragged, and by the arrow keys. */
  readonly onInput: (value: number) => void;
}

let sliders = 0;

/** A number to be dragged, with its value beside it. */
export function slider({ label, min, max, step, value, onInput }: SliderOptions): {
  readonly element: HTMLElement;
  value(): number;
} {
  const id = `slider-${sliders++}`;
  const input = element('input', { id, type: 'range', min, max, step, value });
  const output = element('output', { for: id });
  const show = (): void => {
    output.textContent = Number(input.value).toFixed(2).replace('-', '−');
  };
  input.addEventListener('input', () => {
    show();
    onInput(Number(input.value));
  });
  show();
  return {
    element: element('div', { class: 'slider' }, element('label', { for: id }, label), input, output),
    value: () => Number(input.value),
  };
}
