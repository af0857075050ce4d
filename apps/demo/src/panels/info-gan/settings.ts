import type { NumberRule } from '../../widgets/number-field.js';
import type { FieldValues, Preset } from '../../widgets/training-controls.js';
import { epochsRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting =
  | 'classPrice'
  | 'continuousPrice'
  | 'generatorRate'
  | 'discriminatorRate'
  | 'epochs'
  | 'seed';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting>;

const price = (label: string, initial: number, hint: string): NumberRule => ({
  label,
  initial,
  min: 0,
  max: 100,
  step: 0.05,
  hint,
});
export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  classPrice: price('λ of the class', 1, 'What a nat of its information is worth to G.'),
  continuousPrice: price('λ of the others', 0.05, 'The same, of each continuous code.'),
  generatorRate: learningRateRule(
    0.001,
    'Of Adam. Well above that of D, and G forgets its noise: one digit a code.',
    'Learning rate of G',
  ),
  discriminatorRate: learningRateRule(0.001, 'Of Adam; they share all but their last layers.', 'Learning rate of D, Q'),
  epochs: epochsRule(30, 'Passes over the training digits.'),
  seed: SEED,
};

export const PRESETS: readonly Preset<NumberSetting>[] = [
  { label: 'InfoGAN', values: { classPrice: 1, continuousPrice: 0.05 } },
  { label: 'Codes unpaid', values: { classPrice: 0, continuousPrice: 0 } },
];

/** Fixed, and stated on the page. */
export const SIDE = 14;
export const PIXELS = SIDE * SIDE;
export const FILTERS = [12, 24] as const;
export const FEATURES = 64;
export const NOISE = 16;
export const CLASSES = 10;
export const BATCH = 64;
