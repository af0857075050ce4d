export { createRng } from './create-rng.js';
export { drawIndex } from './draw-index.js';
export { Rng, type RngState } from './rng.js';
