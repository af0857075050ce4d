import type { NumberRule } from '../../widgets/number-field.js';
import type { FieldValues, Preset } from '../../widgets/training-controls.js';
import { epochsRule, latentSizeRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting = 'beta' | 'warmUp' | 'freeNats' | 'latentDim' | 'learningRate' | 'epochs' | 'seed';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  beta: {
    label: 'Beta',
    initial: 1,
    min: 0,
    max: 100,
    step: 1,
    hint: 'The price of a nat of rate in nats of reconstruction. 1 is the ELBO.',
  },
  warmUp: {
    label: 'Warm-up',
    initial: 0,
    min: 0,
    max: 1000,
    integer: true,
    step: 1,
    hint: 'Epochs in which beta rises from 0.',
  },
  freeNats: {
    label: 'Free nats',
    initial: 0,
    min: 0,
    max: 10,
    step: 0.1,
    hint: 'Each coordinate’s rate below which nothing is charged.',
  },
  latentDim: latentSizeRule(20, 'Coordinates of z.'),
  learningRate: learningRateRule(0.001, 'Of Adam.'),
  epochs: epochsRule(10, 'Passes over the training digits.'),
  seed: SEED,
};

const plain = { warmUp: 0, freeNats: 0 };

/** Runs to compare. */
export const PRESETS: readonly Preset<NumberSetting>[] = [
  { label: 'The ELBO', values: { ...plain, beta: 1 } },
  { label: 'Beta 4', values: { ...plain, beta: 4 } },
  { label: 'Beta 60', values: { ...plain, beta: 60 } },
  { label: 'Beta 60, free nats', values: { ...plain, beta: 60, freeNats: 0.5 } },
];

/** How a run is called beside others. */
export function nameOf({ beta, warmUp, freeNats }: Pick<Settings, 'beta' | 'warmUp' | 'freeNats'>): string {
  return [`β ${beta}`, ...(warmUp > 0 ? ['warmed up'] : []), ...(freeNats > 0 ? [`${freeNats} free`] : [])].join(', ');
}

/** Fixed, and stated on the page. */
export const HIDDEN = [256] as const;
export const BATCH = 128;
