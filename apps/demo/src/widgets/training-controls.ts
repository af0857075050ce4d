import { element } from '../dom/element.js';
import { BACKENDS, type BackendChoice, type BackendTrial } from '../workers/backend-choice.js';
import { type NumberRule, numberField } from './number-field.js';

/** What the fields of a panel hold: its numbers, and what computes. */
export type FieldValues<N extends string> = Readonly<Record<N, number>> & { readonly backend: BackendChoice };

export interface Controls<N extends string> {
  readonly element: HTMLElement;
  /** What the fields hold, or undefined if one of them is refused (it then says why). */
  read(): FieldValues<N> | undefined;
  /** Names and disables the main button. */
  main(label: string, enabled: boolean): void;
  /** Says under the buttons that fields differ from the run's settings, or nothing. */
  notice(text: string): void;
  /** Marks what was tried and does not work here. */
  tried(trials: readonly BackendTrial[]): void;
}

export interface ControlOptions<N extends string> {
  /** One number field each, in this order. */
  readonly rules: Readonly<Record<N, NumberRule>>;
  readonly onMain: () => void;
  readonly onReset: () => void;
  readonly onEdit: () => void;
}

let groups = 0;

/** Start, pause, reset, and the settings of a run. */
export function trainingControls<N extends string>({ rules, onMain, onReset, onEdit }: ControlOptions<N>): Controls<N> {
  const names = Object.keys(rules) as N[];
  const fields = names.map((name) => [name, numberField(rules[name], onEdit)] as const);
  const id = `backend-${groups++}`;
  const options = (['best', ...BACKENDS] as const).map((backend) => element('option', { value: backend }, backend));
  const backend = element('select', { id, 'aria-describedby': `${id}-hint` }, ...options);
  backend.addEventListener('change', onEdit);
  const main = element('button', { type: 'submit', class: 'primary', disabled: true }, 'Start');
  const reset = element('button', { type: 'button' }, 'Reset');
  reset.addEventListener('click', onReset);
  const notice = element('p', { class: 'hint', 'aria-live': 'polite' });
  const form = element(
    'form',
    { class: 'controls', 'aria-label': 'Training' },
    element('div', { class: 'buttons' }, main, reset),
    notice,
    ...fields.map(([, field]) => field.element),
    element(
      'div',
      { class: 'field' },
      element('label', { for: id }, 'Backend'),
      backend,
      element('p', { id: `${id}-hint`, class: 'hint' }, 'What computes. Best: the fastest of those that work here.'),
    ),
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
      return { ...(values as Record<N, number>), backend: backend.value as BackendChoice };
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
