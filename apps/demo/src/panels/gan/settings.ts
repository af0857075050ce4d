import type { NumberRule } from '../../widgets/number-field.js';
import type { ChoiceRule, FieldValues, Preset } from '../../widgets/training-controls.js';
import { learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting =
  | 'scale'
  | 'generatorRate'
  | 'discriminatorRate'
  | 'criticSteps'
  | 'packing'
  | 'epochs'
  | 'seed';
export type ChoiceSetting = 'data' | 'objective' | 'input';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting, ChoiceSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  scale: { label: 'Width of a mode', initial: 0.1, min: 0.05, max: 0.4, step: 0.05, hint: 'Its standard deviation.' },
  generatorRate: learningRateRule(0.001, 'Of Adam.', 'Learning rate of G'),
  discriminatorRate: learningRateRule(
    0.004,
    'Of Adam. D should be faster: its bound is to be tight.',
    'Learning rate of D',
  ),
  criticSteps: {
    label: 'Moves of D',
    initial: 1,
    min: 1,
    max: 4,
    integer: true,
    step: 1,
    hint: 'For each move of G, each on its own share of 240 points.',
  },
  packing: {
    label: 'Packing',
    initial: 1,
    min: 1,
    max: 4,
    integer: true,
    step: 1,
    hint: 'How many points D judges together: a G that repeats itself is seen. What the game says is then of so many at once, and may lie above the truth of one.',
  },
  epochs: {
    label: 'Epochs',
    initial: 100,
    min: 1,
    max: 10_000,
    integer: true,
    step: 10,
    hint: 'Passes over 4,800 points.',
  },
  seed: SEED,
};

export const CHOICES: Readonly<Record<ChoiceSetting, ChoiceRule>> = {
  data: {
    label: 'Data',
    options: [
      { value: 'ring', label: 'a ring of 8' },
      { value: 'grid', label: 'a grid of 9' },
      { value: 'grid25', label: 'a grid of 25' },
    ],
    hint: 'Equal round Gaussians.',
  },
  objective: {
    label: 'Objective',
    options: [
      { value: 'nonSaturating', label: 'non-saturating' },
      { value: 'minimax', label: 'minimax' },
      { value: 'hinge', label: 'hinge' },
      { value: 'wasserstein', label: 'Wasserstein' },
    ],
    hint: 'Of the first two, D’s output estimates log P/P_G; read so for the others, their bound is loose. Wasserstein is with a gradient penalty.',
  },
  input: {
    label: 'The networks see',
    options: [
      { value: 'coordinates', label: 'coordinates' },
      { value: 'features', label: 'Fourier features' },
    ],
    hint: 'Features: 64 sines and cosines of random projections too, so that fine structure is seen at once; the fresh discriminator’s too.',
  },
};

const RING = { data: 'ring', objective: 'nonSaturating', input: 'coordinates', scale: 0.1, criticSteps: 1, packing: 1 };

export const PRESETS: readonly Preset<NumberSetting | ChoiceSetting>[] = [
  { label: 'A fair game', values: { ...RING, generatorRate: 0.001, discriminatorRate: 0.004 } },
  { label: 'D lags behind', values: { ...RING, generatorRate: 0.01, discriminatorRate: 0.0003 } },
  {
    label: 'All of 25 modes',
    values: {
      data: 'grid25',
      objective: 'wasserstein',
      input: 'features',
      scale: 0.05,
      criticSteps: 2,
      packing: 1,
      generatorRate: 0.004,
      discriminatorRate: 0.004,
    },
  },
];

/** Fixed, and stated on the page. */
export const TRAINING = 4800;
export const BATCH = 240;
export const HELD_OUT = 2000;
export const HIDDEN = [64, 64] as const;
export const FEATURES = { count: 64, scale: 5 } as const;
export const VIEW = { from: [-2, -2], side: 4 } as const;
/** Points of D's field a side. */
export const FIELD = 40;
