import * as d from '../../src/distributions/index.js';
import { COUNTING, family, NO_KL, SCIPY, TORCH } from './family.js';
import { count, extended, filled, location, logWeight, notNegative, positive, real, scale } from './parameter.js';

const COUNTS = 'counts at logits of 1e30 are too large for float32';

export const INTEGER_FAMILIES = [
  family(d.Bernoulli, {
    parameters: { logits: extended(0, [-3, 3]) },
    support: { kind: 'integers', low: 0, high: 1 },
    fixtures: SCIPY,
    without: {
      'between integers': 'log p is linear in x, for grey values',
    },
  }),
  family(d.Binomial, {
    parameters: { totalCount: count(3, [7, 7]), logits: extended(0, [-3, 3]) },
    support: { kind: 'integers', low: 0, high: 'totalCount' },
    fixtures: SCIPY,
  }),
  family(d.Geometric, {
    parameters: { logits: real(0, [-3, 3]) },
    support: COUNTING,
    fixtures: SCIPY,
    without: { extremes: COUNTS },
  }),
  family(d.Poisson, { parameters: { rate: notNegative(2, [0.2, 30]) }, support: COUNTING, fixtures: SCIPY }),
  family(d.NegativeBinomial, {
    parameters: { totalCount: positive(2, [0.3, 4]), logits: logWeight(0, [-2, 1]) },
    support: COUNTING,
    fixtures: SCIPY,
    without: { extremes: COUNTS },
  }),
  family(d.Skellam, {
    parameters: { rate1: positive(2, [0.3, 9]), rate2: positive(1, [0.3, 9]) },
    support: { kind: 'integers', low: -Infinity, high: Infinity },
    fixtures: ['distributions'],
  }),
  family(d.Categorical, {
    parameters: { logits: filled(logWeight(0, [-3, 3]), [3], [0.2, -0.3]) },
    // Gradient for the example, which has two labels.
    support: { kind: 'integers', low: 0, high: 1 },
    fixtures: TORCH,
  }),
  family(d.DiscretizedLogistic, {
    parameters: { loc: location(3, [-5, 260]), scale: scale(1, [0.3, 4]) },
    support: { kind: 'integers', low: 0, high: 255 },
    fixtures: TORCH,
    without: { kl: NO_KL },
  }),
];
