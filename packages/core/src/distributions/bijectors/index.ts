export { type AffineCouplingOptions, affineCoupling } from './affine-coupling.js';
export { type AutoregressiveOptions, autoregressive } from './autoregressive.js';
export type { Bijector, Mapped } from './bijector.js';
export { chain, invert } from './composite.js';
export { affine, exp, power, sigmoid, softplus, tanh } from './elementwise.js';
export { lowerCholesky } from './lower-cholesky.js';
export { type PlanarParameters, planar } from './planar.js';
export { reverse } from './reverse.js';
export { stickBreaking } from './stick-breaking.js';
