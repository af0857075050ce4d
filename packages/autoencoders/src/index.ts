// Variational autoencoder
export { createVae, loadVae, type VaeOptions } from './create-vae.js';
export type { SampleOptions } from './importance-sampling.js';
export type { Support } from './support.js';
export { Vae, type VaeParts, type VaeStepOptions } from './vae.js';
