import * as d from '../../src/distributions/index.js';
import { family, NO_KL, SIMPLEX, TORCH, VECTOR_EVENTS } from './family.js';
import { count, filled, logWeight, positive, setting } from './parameter.js';

const logits = filled(logWeight(0, [-3, 3]), [3], [0.2, -0.3]);
const RELAXED = 'no closed form: the density is that of a softmax of Gumbel variables';

export const SIMPLEX_FAMILIES = [
  family(d.Dirichlet, {
    parameters: { concentration: filled(positive(1, [0.6, 4]), [3], [2, 3]) },
    support: SIMPLEX,
    fixtures: TORCH,
    without: VECTOR_EVENTS,
  }),
  family(d.RelaxedOneHotCategorical, {
    parameters: { temperature: setting(positive(1, [1.2, 1.2])), logits },
    support: SIMPLEX,
    fixtures: TORCH,
    without: {
      ...VECTOR_EVENTS,
      mean: RELAXED,
      variance: RELAXED,
      entropy: RELAXED,
      mode: 'at low temperatures the density is unbounded at the corners',
      kl: NO_KL,
      extremes: 'a share of probability e^-1e30 rounds to 0, where the density is unbounded',
    },
  }),
  family(d.OneHotCategorical, {
    parameters: { logits },
    support: { kind: 'one-hot' },
    fixtures: TORCH,
    without: VECTOR_EVENTS,
  }),
  family(d.Multinomial, {
    parameters: { totalCount: setting(count(3, [5, 5])), logits },
    support: { kind: 'counts' },
    fixtures: TORCH,
    without: { ...VECTOR_EVENTS, entropy: 'no closed form' },
  }),
];
