export { type AffineCouplingOptions, affineCoupling } from './affine-coupling.js';
export type { Bijector } from './bijector.js';
export { chain, invert } from './composite.js';
export { affine, exp, power, sigmoid, softplus, tanh } from './elementwise.js';
export { lowerCholesky } from './lower-cholesky.js';
export { stickBreaking } from './stick-breaking.js';
