import type { NumberRule } from '../../widgets/number-field.js';
import type { FieldValues } from '../../widgets/training-controls.js';
import { epochsRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting = 'dim' | 'correlation' | 'batchSize' | 'learningRate' | 'epochs' | 'seed';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  dim: {
    label: 'Dimensions',
    initial: 4,
    min: 1,
    max: 20,
    integer: true,
    step: 1,
    hint: 'Of x and of y, correlated pair by pair.',
  },
  correlation: {
    label: 'Correlation',
    initial: 0.8,
    min: -0.999,
    max: 0.999,
    step: 0.05,
    hint: 'Of each pair. The truth is −½ log(1 − ρ²) for each.',
  },
  batchSize: {
    label: 'Batch size',
    initial: 64,
    min: 4,
    max: 512,
    integer: true,
    step: 16,
    hint: 'Pairs a step. InfoNCE cannot pass its logarithm.',
  },
  learningRate: learningRateRule(0.002, 'Of Adam, for every critic.'),
  epochs: epochsRule(10, 'Passes over the training pairs. Each critic takes one step on each batch.'),
  seed: SEED,
};

/** Fixed, and stated on the page. */
export const TRAINING = 10_000;
export const HELD_OUT = 2048;
export const HIDDEN = [64] as const;
export const EMBEDDING = 16;
