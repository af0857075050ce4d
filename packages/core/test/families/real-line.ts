import * as d from '../../src/distributions/index.js';
import { FOURTH_MOMENT, family, NO_KL, REAL_LINE, SCIPY } from './family.js';
import { location, positive, scale } from './parameter.js';

const loc = location(0, [-3, 3]);
const width = scale(1, [0.3, 4]);

export const REAL_LINE_FAMILIES = [
  family(d.Normal, { parameters: { loc: location(0.1, [-3, 3]), scale: width }, support: REAL_LINE, fixtures: SCIPY }),
  family(d.Laplace, { parameters: { loc, scale: width }, support: REAL_LINE, fixtures: SCIPY }),
  family(d.Cauchy, {
    parameters: { loc, scale: width },
    support: REAL_LINE,
    fixtures: SCIPY,
    without: { mean: 'it has none', variance: 'it has none' },
  }),
  family(d.StudentT, {
    parameters: { df: positive(5, [5, 30]), loc, scale: width },
    support: REAL_LINE,
    fixtures: SCIPY,
    without: {
      kl: NO_KL,
      'variance of draws': FOURTH_MOMENT,
      extremes: 'draws at 1e-30 degrees of freedom are too large for float32',
    },
  }),
  family(d.Logistic, {
    parameters: { loc, scale: width },
    support: REAL_LINE,
    fixtures: SCIPY,
    without: { kl: NO_KL },
  }),
  family(d.Gumbel, { parameters: { loc, scale: width }, support: REAL_LINE, fixtures: SCIPY }),
];
