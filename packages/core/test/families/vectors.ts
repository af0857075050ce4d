import * as d from '../../src/distributions/index.js';
import { family, TORCH, VECTOR_EVENTS, VECTORS } from './family.js';
import { filled, lowerTriangular, positive, real } from './parameter.js';

const loc = filled(real(0, [-3, 3]), [2], [0, 0]);
const positives = filled(positive(1, [0.3, 4]), [2], [1, 1]);

const COVARIANCE = 'squares of factors of 1e30 are too large for float32';

export const VECTOR_FAMILIES = [
  family(d.MultivariateNormalDiag, {
    parameters: { loc, scale: positives },
    support: VECTORS,
    fixtures: TORCH,
    without: VECTOR_EVENTS,
  }),
  family(d.MultivariateNormalTriL, {
    parameters: { loc, scaleTril: lowerTriangular(2, { diagonal: [0.3, 4], below: [-3, 3] }) },
    support: VECTORS,
    fixtures: TORCH,
    without: { ...VECTOR_EVENTS, extremes: COVARIANCE },
  }),
  family(d.LowRankMultivariateNormal, {
    parameters: {
      loc,
      covarianceFactor: filled(real(1, [-3, 3]), [2, 1], [[1], [1]]),
      covarianceDiagonal: positives,
    },
    support: VECTORS,
    fixtures: TORCH,
    without: { ...VECTOR_EVENTS, extremes: COVARIANCE },
  }),
];
