import type { NumberRule } from '../../widgets/number-field.js';
import type { FieldValues } from '../../widgets/training-controls.js';
import { epochsRule, latentSizeRule, learningRateRule, SEED } from '../training/settings.js';

export type NumberSetting = 'latentDim' | 'units' | 'links' | 'beta' | 'learningRate' | 'epochs' | 'seed';

/** What the reader may set; a run keeps the settings that it began with. */
export type Settings = FieldValues<NumberSetting>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  latentDim: latentSizeRule(8, 'Dimension of z, drawn at every step.'),
  units: {
    label: 'State size',
    initial: 48,
    min: 1,
    max: 256,
    integer: true,
    step: 8,
    hint: 'Units of the GRU that remembers the piece so far.',
  },
  links: {
    label: 'Links between keys',
    initial: 0,
    min: 0,
    max: 128,
    integer: true,
    step: 8,
    hint: '0: the keys of a chord are drawn apart, and only z can tie them. More: hidden units that tie them, and z may idle.',
  },
  beta: { label: 'Beta', initial: 1, min: 0, max: 100, step: 0.5, hint: 'Weight of the rate. 1 is the ELBO.' },
  learningRate: learningRateRule(0.005, 'Of Adam. With too large a one the run fails, and says at what.'),
  epochs: epochsRule(80, 'Passes over the training pieces.'),
  seed: SEED,
};

/** Fixed, and stated on the page. */
export const TRAINING = 400;
export const HELD_OUT = 60;
export const BATCH = 20;
export const CHORDS = 16;
export const GENERATED = 4;
/** The keys that the four voices use, E2 to G5. */
export const LOWEST = 40;
export const KEYS = 40;
