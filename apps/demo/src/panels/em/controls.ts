import { element } from '../../dom/element.js';
import { type NumberRule, numberField } from '../../widgets/number-field.js';
import type { MixtureSettings } from './mixture-run.js';

const RULES = {
  components: {
    label: 'Components',
    initial: 4,
    min: 1,
    max: 8,
    integer: true,
    step: 1,
    hint: 'How many Gaussians are fitted. The points come from four.',
  },
  seed: {
    label: 'Seed',
    initial: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    integer: true,
    step: 1,
    hint: 'The points, and where the components start.',
  },
} as const satisfies Record<keyof MixtureSettings, NumberRule>;

export interface EmControls {
  readonly element: HTMLElement;
  /** What the fields hold, or undefined if one of them is refused (it then says why). */
  read(): MixtureSettings | undefined;
  /** Says which half-step the main button takes. */
  next(move: 'E' | 'M'): void;
}

export interface EmHandlers {
  readonly onStep: () => void;
  readonly onRun: () => void;
  readonly onReset: () => void;
}

/** One half-step, ten rounds, a new start. */
export function createEmControls({ onStep, onRun, onReset }: EmHandlers): EmControls {
  const fields = {
    components: numberField(RULES.components, () => {}),
    seed: numberField(RULES.seed, () => {}),
  };
  const step = element('button', { type: 'submit', class: 'primary' }, 'E step');
  const run = element('button', { type: 'button' }, '10 rounds');
  const reset = element('button', { type: 'button' }, 'New start');
  run.addEventListener('click', onRun);
  reset.addEventListener('click', onReset);
  const form = element(
    'form',
    { class: 'controls', 'aria-label': 'Steps' },
    element('div', { class: 'buttons' }, step, run),
    fields.components.element,
    fields.seed.element,
    element('div', { class: 'buttons' }, reset),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onStep();
  });
  return {
    element: form,
    read() {
      const components = fields.components.read();
      const seed = fields.seed.read();
      return 'error' in components || 'error' in seed ? undefined : { components: components.value, seed: seed.value };
    },
    next(move) {
      step.textContent = `${move} step`;
    },
  };
}
