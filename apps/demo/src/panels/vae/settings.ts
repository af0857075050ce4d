import type { NumberRule } from '../../widgets/number-field.js';
import type { BackendChoice } from '../../workers/backend-choice.js';
import { epochsRule, latentSizeRule, learningRateRule, SEED } from '../training/settings.js';

/** What the reader may set; a run keeps the settings that it began with. */
export interface Settings {
  readonly seed: number;
  readonly latentDim: number;
  readonly beta: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly backend: BackendChoice;
}

export type NumberSetting = Exclude<keyof Settings, 'backend'>;

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  latentDim: latentSizeRule(2, 'Dimension of z. With 2 the map shows all of it; 20 gives a better bound.'),
  beta: {
    label: 'Beta',
    initial: 1,
    min: 0,
    max: 100,
    step: 0.5,
    hint: 'Weight of the rate. 1 is the ELBO.',
  },
  learningRate: learningRateRule(0.001, 'Of Adam. With too large a one the run fails, and says at what.'),
  epochs: epochsRule(40, 'Passes over the training digits.'),
  seed: SEED,
};

/** Fixed, and stated on the page. */
export const HIDDEN = [400] as const;
export const BATCH = 128;
