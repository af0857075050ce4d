import * as d from '../../src/distributions/index.js';
import { FOURTH_MOMENT, family, NO_KL, POSITIVE, SCIPY } from './family.js';
import { location, positive, scale } from './parameter.js';

const size = scale(1, [0.3, 4]);
const rate = positive(1, [0.3, 4]);

export const POSITIVE_FAMILIES = [
  family(d.HalfNormal, { parameters: { scale: size }, support: POSITIVE, fixtures: SCIPY }),
  family(d.HalfCauchy, {
    parameters: { scale: size },
    support: POSITIVE,
    fixtures: SCIPY,
    without: { mean: 'it is infinite', variance: 'it is infinite' },
  }),
  family(d.Exponential, { parameters: { rate }, support: POSITIVE, fixtures: SCIPY }),
  family(d.Gamma, { parameters: { concentration: positive(2, [0.7, 6]), rate }, support: POSITIVE, fixtures: SCIPY }),
  family(d.Chi2, { parameters: { df: positive(3, [1.5, 12]) }, support: POSITIVE, fixtures: SCIPY }),
  family(d.FisherSnedecor, {
    parameters: { df1: positive(3, [1.5, 9]), df2: positive(5, [6, 20]) },
    support: POSITIVE,
    fixtures: ['distributions'],
    without: {
      kl: NO_KL,
      'variance of draws': FOURTH_MOMENT,
      extremes: 'the variance is undefined (NaN) at few degrees of freedom',
    },
  }),
  family(d.InverseGamma, {
    parameters: { concentration: positive(3, [5, 9]), scale: size },
    support: POSITIVE,
    fixtures: SCIPY,
    without: { 'variance of draws': FOURTH_MOMENT },
  }),
  family(d.LogNormal, {
    parameters: { loc: location(0, [-1, 1]), scale: scale(1, [0.1, 0.6]) },
    support: POSITIVE,
    fixtures: SCIPY,
  }),
  family(d.Weibull, {
    parameters: { scale: size, concentration: positive(2, [0.8, 4]) },
    support: POSITIVE,
    fixtures: SCIPY,
  }),
  family(d.Pareto, {
    parameters: { scale: size, concentration: positive(3, [5, 9]) },
    support: { kind: 'interval', low: 'scale', high: Infinity },
    fixtures: SCIPY,
    without: { 'variance of draws': FOURTH_MOMENT },
  }),
];
