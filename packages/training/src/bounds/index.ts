export { minus, negate, type Opposite, plus, type Sum, scale } from './algebra.js';
export { type Bound, bound, type Side, type Term, type Total } from './bound.js';
export { maximize, maximizeUnsound, minimize, minimizeUnsound, type Objective } from './objective.js';
