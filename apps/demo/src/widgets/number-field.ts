import { element } from '../dom/element.js';

/** A number that the reader may set, and which numbers are allowed. */
export interface NumberRule {
  readonly label: string;
  readonly initial: number;
  /** Inclusive, unless `above`. */
  readonly min: number;
  readonly max: number;
  /** The smallest value itself is not allowed. */
  readonly above?: boolean;
  readonly integer?: boolean;
  /** By how much the arrow keys move it. */
  readonly step: number;
  readonly hint: string;
}

export type Parsed = { readonly value: number } | { readonly error: string };

/** The number in a text, or what is wrong with it. */
export function parseNumber(text: string, rule: NumberRule): Parsed {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const inside = rule.above ? value > rule.min : value >= rule.min;
  if (inside && value <= rule.max && (!rule.integer || Number.isInteger(value))) return { value };
  const kind = rule.integer ? 'a whole number' : 'a number';
  const range = rule.above ? `above ${rule.min} and at most ${rule.max}` : `from ${rule.min} to ${rule.max}`;
  return { error: `${rule.label}: expected ${kind} ${range}, got ${text.trim() === '' ? 'nothing' : text.trim()}.` };
}

export interface NumberField {
  readonly element: HTMLElement;
  /** Reads the field, and shows what is wrong with it if something is. */
  read(): Parsed;
  set(value: number): void;
}

let fields = 0;

/** A labelled number field that says in words why it refuses a value. */
export function numberField(rule: NumberRule, onChange: () => void): NumberField {
  const id = `field-${fields++}`;
  const input = element('input', {
    id,
    type: 'text',
    inputmode: rule.integer ? 'numeric' : 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
    value: rule.initial,
    'aria-describedby': `${id}-hint ${id}-error`,
  });
  const error = element('p', { id: `${id}-error`, class: 'field-error', 'aria-live': 'polite' });
  const read = (): Parsed => {
    const parsed = parseNumber(input.value, rule);
    const message = 'error' in parsed ? parsed.error : '';
    if (error.textContent !== message) error.textContent = message;
    input.setAttribute('aria-invalid', String(message !== ''));
    return parsed;
  };
  input.addEventListener('input', () => {
    read();
    onChange();
  });
  input.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const parsed = parseNumber(input.value, rule);
    if (direction === 0 || 'error' in parsed) return;
    event.preventDefault();
    const moved = Number((parsed.value + direction * rule.step).toPrecision(12));
    if ('error' in parseNumber(String(moved), rule)) return;
    input.value = String(moved);
    read();
    onChange();
  });
  return {
    element: element(
      'div',
      { class: 'field' },
      element('label', { for: id }, rule.label),
      input,
      element('p', { id: `${id}-hint`, class: 'hint' }, rule.hint),
      error,
    ),
    read,
    set(value) {
      input.value = String(value);
      read();
      onChange();
    },
  };
}
