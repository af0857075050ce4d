export { Bernoulli, type BernoulliOptions } from './bernoulli.js';
export { Categorical, type CategoricalOptions } from './categorical.js';
export { Deterministic } from './deterministic.js';
export { Distribution } from './distribution.js';
export { Independent, sumLast } from './independent.js';
export { MultivariateNormalDiag } from './multivariate-normal-diag.js';
export { type LogVarianceOptions, Normal, type NormalOptions } from './normal.js';
export type { Parameter } from './parameter.js';
