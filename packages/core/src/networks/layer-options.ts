import type { Rng } from '@latents/math';
import type { Activation } from '../operations/index.js';
import type { Reparameterization } from './reparameterization.js';

/** Options of the layers of a network. */
export interface LayerOptions {
  /** After all layers but the last (default `'relu'`). */
  readonly activation?: Activation;
  /** After the last layer (default `'linear'`). */
  readonly outputActivation?: Activation;
  /** Whether hidden layers are normalised over the batch before their activation (default false). Of a convolutional network, all but the first. */
  readonly batchNorm?: boolean;
  /** Whether the output is, too (default false): of a network that others go on from. */
  readonly batchNormOutput?: boolean;
  /** What the kernels are made of, other than themselves: spectral normalisation, say. */
  readonly reparameterize?: Reparameterization;
  /** Draws the initial weights (Glorot uniform; biases start at 0). */
  readonly rng: Rng;
}
