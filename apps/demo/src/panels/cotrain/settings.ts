import type { NumberRule } from '../../widgets/number-field.js';
import type { ChoiceRule, FieldValues } from '../../widgets/training-controls.js';
import { epochsRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting = 'codewords' | 'batchSize' | 'learningRate' | 'epochs' | 'seed';
export type ChoiceSetting = 'players';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting, ChoiceSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  codewords: {
    label: 'Codewords',
    initial: 10,
    min: 2,
    max: 40,
    integer: true,
    step: 1,
    hint: 'Values of Z. Their logarithm is what the bound cannot pass.',
  },
  batchSize: {
    label: 'Batch size',
    initial: 250,
    min: 10,
    max: 2000,
    integer: true,
    step: 50,
    hint: 'Pairs a step. H(Z) is the batch’s: a small one hides rare codewords.',
  },
  learningRate: learningRateRule(0.001, 'Of Adam.'),
  epochs: epochsRule(20, 'Passes over the training digits.'),
  seed: SEED,
};

export const CHOICES: Readonly<Record<ChoiceSetting, ChoiceRule>> = {
  players: {
    label: 'Moves',
    options: [
      { value: 'one', label: 'both at once' },
      { value: 'two', label: 'Ψ, then Φ' },
    ],
    hint: 'Both gradients at one point, or the note’s steps in turn, at twice the price.',
  },
};

/** Fixed, and stated on the page. */
export const HIDDEN = [256] as const;
