import { element } from '../dom/element.js';
import { BACKENDS, type BackendChoice, type BackendTrial } from '../workers/backend-choice.js';
import { type NumberRule, numberField } from './number-field.js';

/** What the fields of a panel hold: its numbers, its choices, and what computes. */
export type FieldValues<N extends string, C extends string = never> = Readonly<Record<N, number>> &
  Readonly<Record<C, string>> & { readonly backend: BackendChoice };

/** One of a few values, the first unless the reader chooses. */
export interface ChoiceRule {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly hint: string;
}

/** A button that fills fields in. */
export interface Preset<F extends string> {
  readonly label: string;
  readonly values: Readonly<Partial<Record<F, number | string>>>;
}

export interface Controls<N extends string, C extends string = never> {
  readonly element: HTMLElement;
  /** What the fields hold, or undefined if one of them is refused (it then says why). */
  read(): FieldValues<N, C> | undefined;
  /** Names and disables the main button. */
  main(label: string, enabled: boolean): void;
  /** Says under the buttons that fields differ from the run's settings, or nothing. */
  notice(text: string): void;
  /** Marks what was tried and does not work here. */
  tried(trials: readonly BackendTrial[]): void;
}

export interface ControlOptions<N extends string, C extends string = never> {
  /** One number field each, in this order. */
  readonly rules: Readonly<Record<N, NumberRule>>;
  /** Above them, a list each. */
  readonly choices?: Readonly<Record<C, ChoiceRule>> | undefined;
  readonly presets?: readonly Preset<N | C>[] | undefined;
  readonly onMain: () => void;
  readonly onReset: () => void;
  readonly onEdit: () => void;
}

let groups = 0;

/** Start, pause, reset, and the settings of a run. */
export function trainingControls<N extends string, C extends string = never>({
  rules,
  choices,
  presets = [],
  onMain,
  onReset,
  onEdit,
}: ControlOptions<N, C>): Controls<N, C> {
  const names = Object.keys(rules) as N[];
  const fields = names.map((name) => [name, numberField(rules[name], onEdit)] as const);
  const id = `backend-${groups++}`;
  const options = (['best', ...BACKENDS] as const).map((backend) => element('option', { value: backend }, backend));
  const chooseBackend = select(
    id,
    'Backend',
    options,
    'What computes. Best: the fastest of those that work here.',
    onEdit,
  );
  const lists = Object.entries<ChoiceRule>(choices ?? {}).map(([name, { label, options, hint }]) => {
    const entries = options.map((option) => element('option', { value: option.value }, option.label));
    return [name, select(`${id}-${name}`, label, entries, hint, onEdit)] as const;
  });
  const fill = ({ values }: Preset<N | C>): void => {
    for (const [name, field] of fields) {
      const value = values[name];
      if (value !== undefined) field.set(Number(value));
    }
    for (const [name, list] of lists) {
      const value = values[name as C];
      if (value !== undefined) list.input.value = String(value);
    }
    onEdit();
  };
  const presetButtons = presets.map((preset) => {
    const button = element('button', { type: 'button' }, preset.label);
    button.addEventListener('click', () => fill(preset));
    return button;
  });
  const main = element('button', { type: 'submit', class: 'primary', disabled: true }, 'Start');
  const reset = element('button', { type: 'button' }, 'Reset');
  reset.addEventListener('click', onReset);
  const notice = element('p', { class: 'hint', 'aria-live': 'polite' });
  const form = element(
    'form',
    { class: 'controls', 'aria-label': 'Training' },
    element('div', { class: 'buttons' }, main, reset),
    notice,
    ...(presets.length > 0 ? [element('div', { class: 'buttons presets' }, ...presetButtons)] : []),
    ...lists.map(([, list]) => list.element),
    ...fields.map(([, field]) => field.element),
    chooseBackend.element,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onMain();
  });
  return {
    element: form,
    read() {
      const values: Partial<Record<N, number>> = {};
      let refused = false;
      for (const [name, field] of fields) {
        const parsed = field.read();
        if ('error' in parsed) refused = true;
        else values[name] = parsed.value;
      }
      if (refused) return undefined;
      const chosen = Object.fromEntries(lists.map(([name, { input }]) => [name, input.value])) as Record<C, string>;
      return { ...(values as Record<N, number>), ...chosen, backend: chooseBackend.input.value as BackendChoice };
    },
    main(label, enabled) {
      main.textContent = label;
      main.disabled = !enabled;
    },
    notice(text) {
      if (notice.textContent !== text) notice.textContent = text;
    },
    tried(trials) {
      for (const trial of trials) {
        const option = options.find(({ value }) => value === trial.backend)!;
        const works = Number.isFinite(trial.milliseconds);
        option.disabled = !works;
        option.textContent = works ? trial.backend : `${trial.backend} (none)`;
      }
    },
  };
}

function select(id: string, label: string, options: readonly HTMLElement[], hint: string, onChange: () => void) {
  const input = element('select', { id, 'aria-describedby': `${id}-hint` }, ...options);
  input.addEventListener('change', onChange);
  const field = element(
    'div',
    { class: 'field' },
    element('label', { for: id }, label),
    input,
    element('p', { id: `${id}-hint`, class: 'hint' }, hint),
  );
  return { input, element: field };
}
