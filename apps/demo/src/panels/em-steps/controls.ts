import { element } from '../../dom/element.js';
import { type NumberRule, numberField } from '../../widgets/number-field.js';

export interface StepControls<N extends string> {
  readonly element: HTMLElement;
  /** What the fields hold, or undefined if one of them is refused (it then says why). */
  read(): Readonly<Record<N, number>> | undefined;
  /** Says which half-step the main button takes. */
  next(move: 'E' | 'M'): void;
}

export interface StepControlOptions<N extends string> {
  readonly rules: Readonly<Record<N, NumberRule>>;
  /** Between the buttons and the fields. */
  readonly choices: readonly HTMLElement[];
  readonly onStep: () => void;
  readonly onRun: () => void;
  readonly onReset: () => void;
}

/** One half-step, ten rounds, a new start. */
export function stepControls<N extends string>(options: StepControlOptions<N>): StepControls<N> {
  const { rules, choices, onStep, onRun, onReset } = options;
  const names = Object.keys(rules) as N[];
  const fields = names.map((name) => [name, numberField(rules[name], () => {})] as const);
  const step = element('button', { type: 'submit', class: 'primary' }, 'E step');
  const run = element('button', { type: 'button' }, '10 rounds');
  const reset = element('button', { type: 'button' }, 'New start');
  run.addEventListener('click', onRun);
  reset.addEventListener('click', onReset);
  const form = element(
    'form',
    { class: 'controls', 'aria-label': 'Steps' },
    element('div', { class: 'buttons' }, step, run),
    ...choices,
    ...fields.map(([, field]) => field.element),
    element('div', { class: 'buttons' }, reset),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onStep();
  });
  return {
    element: form,
    read() {
      const values: Partial<Record<N, number>> = {};
      // Every field is read, so that every field says what is wrong with it.
      const refused = fields.filter(([name, field]) => {
        const parsed = field.read();
        if (!('error' in parsed)) values[name] = parsed.value;
        return 'error' in parsed;
      });
      return refused.length > 0 ? undefined : (values as Record<N, number>);
    },
    next(move) {
      step.textContent = `${move} step`;
    },
  };
}
