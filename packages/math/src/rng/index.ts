export { createRng } from './create-rng.js';
export { Rng, type RngState } from './rng.js';
