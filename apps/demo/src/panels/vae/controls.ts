import { element } from '../../dom/element.js';
import { numberField } from '../../widgets/number-field.js';
import { BACKENDS, type BackendChoice, type BackendTrial } from '../../workers/backend-choice.js';
import { NUMBER_RULES, type NumberSetting, type Settings } from './settings.js';

export interface Controls {
  readonly element: HTMLElement;
  /** What the fields hold, or undefined if one of them is refused (it then says why). */
  read(): Settings | undefined;
  /** Names and disables the main button. */
  main(label: string, enabled: boolean): void;
  /** Says under the buttons that fields differ from the run's settings, or nothing. */
  notice(text: string): void;
  /** Marks what was tried and does not work here. */
  tried(trials: readonly BackendTrial[]): void;
}

export interface ControlHandlers {
  readonly onMain: () => void;
  readonly onReset: () => void;
  readonly onEdit: () => void;
}

/** Start, pause, reset, and the settings of a run. */
export function createControls({ onMain, onReset, onEdit }: ControlHandlers): Controls {
  const names = Object.keys(NUMBER_RULES) as NumberSetting[];
  const fields = names.map((name) => [name, numberField(NUMBER_RULES[name], onEdit)] as const);
  const options = (['best', ...BACKENDS] as const).map((backend) => element('option', { value: backend }, backend));
  const backend = element('select', { id: 'vae-backend', 'aria-describedby': 'vae-backend-hint' }, ...options);
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
      element('label', { for: 'vae-backend' }, 'Backend'),
      backend,
      element(
        'p',
        { id: 'vae-backend-hint', class: 'hint' },
        'What computes. Best: the fastest of those that work here.',
      ),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onMain();
  });
  return {
    element: form,
    read() {
      const values: Partial<Record<NumberSetting, number>> = {};
      let refused = false;
      for (const [name, field] of fields) {
        const parsed = field.read();
        if ('error' in parsed) refused = true;
        else values[name] = parsed.value;
      }
      if (refused) return undefined;
      return { ...(values as Record<NumberSetting, number>), backend: backend.value as BackendChoice };
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
