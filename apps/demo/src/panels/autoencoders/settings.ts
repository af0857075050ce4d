import type { NumberRule } from '../../widgets/number-field.js';
import type { FieldValues } from '../../widgets/training-controls.js';
import { epochsRule, latentSizeRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting = 'masked' | 'latentDim' | 'learningRate' | 'epochs' | 'seed';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  masked: {
    label: 'Masked share',
    initial: 0.5,
    min: 0.05,
    max: 0.95,
    step: 0.1,
    hint: 'Of the pixels set to 0, for the denoising encoder in training and for all in the second picture.',
  },
  latentDim: latentSizeRule(16, 'Dimension of z, in all three.'),
  learningRate: learningRateRule(0.001, 'Of Adam, for each model.'),
  epochs: epochsRule(15, 'Passes over the training digits. Each model takes one step on each batch.'),
  seed: SEED,
};

/** Fixed, and stated on the page. */
export const HIDDEN = [256] as const;
export const BATCH = 128;
