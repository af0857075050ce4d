import * as d from '../../src/distributions/index.js';
import { family, NO_KL, SCIPY, TORCH, UNIT_INTERVAL } from './family.js';
import { extended, location, notNegative, positive, real, scale } from './parameter.js';

const BOUNDS = { kind: 'interval', low: 'low', high: 'high' } as const;
const concentrations = { concentration1: positive(2, [0.6, 4]), concentration0: positive(3, [0.6, 4]) };
const RELAXED = 'no closed form: the density is that of a logistic variable under a sigmoid';

export const INTERVAL_FAMILIES = [
  family(d.Uniform, {
    parameters: { low: real(0.2, [-3, -0.5]), high: real(0.7, [0.5, 3]) },
    support: BOUNDS,
    fixtures: SCIPY,
  }),
  family(d.Beta, { parameters: concentrations, support: UNIT_INTERVAL, fixtures: SCIPY }),
  family(d.Kumaraswamy, {
    parameters: concentrations,
    support: UNIT_INTERVAL,
    fixtures: ['distributions'],
    without: { kl: NO_KL },
  }),
  family(d.ContinuousBernoulli, {
    parameters: { logits: real(1, [-3, 3]) },
    support: UNIT_INTERVAL,
    fixtures: SCIPY,
  }),
  family(d.RelaxedBernoulli, {
    parameters: { temperature: positive(1, [0.5, 2]), logits: extended(0, [-3, 3]) },
    support: UNIT_INTERVAL,
    fixtures: TORCH,
    without: {
      mean: RELAXED,
      variance: RELAXED,
      entropy: RELAXED,
      mode: 'below temperature 1 the density is unbounded at the ends',
      kl: NO_KL,
    },
  }),
  family(d.TruncatedNormal, {
    parameters: {
      loc: location(0, [-3, 3]),
      scale: scale(1, [0.3, 4]),
      low: extended(0, [-2, -0.5]),
      high: extended(1, [0.5, 2]),
    },
    support: BOUNDS,
    fixtures: ['distributions'],
    without: { kl: NO_KL },
  }),
  family(d.VonMises, {
    parameters: { loc: location(0, [-1, 1]), concentration: notNegative(1, [0.1, 20]) },
    support: { kind: 'interval', low: -Math.PI, high: Math.PI },
    fixtures: SCIPY,
    without: {
      icdf: 'no closed form',
      outside: 'its density is periodic',
      'mean of draws': 'its mean is a direction, not the mean of the angles',
      'variance of draws': 'its variance is on the circle',
    },
  }),
];
