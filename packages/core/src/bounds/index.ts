export { minus, negate, type Opposite, plus, type Sum, scale } from './algebra.js';
export { type Bound, bound, type Nats, type Side, type Term } from './bound.js';
export { type ElboTerms, elbo } from './elbo.js';
export { importanceWeightedBound } from './importance-weighted-bound.js';
export { maximize, maximizeUnsound, minimize, minimizeUnsound, type Objective } from './objective.js';
