import { element } from '../dom/element.js';

export interface ChoiceOptions<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

let groups = 0;

/** A few alternatives side by side, as radio buttons. */
export function choice<V extends string>({
  label,
  options,
  value,
  onChange,
}: ChoiceOptions<V>): {
  readonly element: HTMLElement;
} {
  const name = `choice-${groups++}`;
  const buttons = options.map((option) => {
    const input = element('input', { type: 'radio', name, value: option.value, checked: option.value === value });
    input.addEventListener('change', () => onChange(option.value));
    return element('label', {}, input, element('span', {}, option.label));
  });
  return { element: element('fieldset', { class: 'choice' }, element('legend', {}, label), ...buttons) };
}
