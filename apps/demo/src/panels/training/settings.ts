import type { NumberRule } from '../../widgets/number-field.js';

export const SEED: NumberRule = {
  label: 'Seed',
  initial: 0,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  integer: true,
  step: 1,
  hint: 'The same seed and backend give the same run.',
};

export function latentSizeRule(initial: number, hint: string): NumberRule {
  return { label: 'Latent size', initial, min: 1, max: 64, integer: true, step: 1, hint };
}

export function learningRateRule(initial: number, hint: string, label = 'Learning rate'): NumberRule {
  return { label, initial, min: 0, max: 1000, above: true, step: initial > 0.001 ? 0.001 : 0.0005, hint };
}

export function epochsRule(initial: number, hint: string): NumberRule {
  return { label: 'Epochs', initial, min: 1, max: 1000, integer: true, step: 5, hint };
}

/** What weighing the rate by beta does to the objective; nothing at 1. */
export function objectiveOf(beta: number): string {
  if (beta === 1) return '';
  const kind = beta > 1 ? 'a lower bound still, but a looser one' : 'which bounds log p(x) no more';
  return `Trained to raise reconstruction − ${beta} × rate, ${kind}; plotted is the ELBO.`;
}

/** With a real minus sign. */
export function signed(nats: number): string {
  return nats.toFixed(2).replace('-', '−');
}
