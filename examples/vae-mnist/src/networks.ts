import { createVae, type Rng, Vae } from '@latents/autoencoders';
import { bernoulliHead, conditional, convNet, normalHead, transposedConvNet } from '@latents/core';

/** The models by name: what encodes and decodes a digit. */
export const NETWORKS = {
  mlp: {
    name: '784-400-20',
    create: (rng: Rng): Vae => createVae({ inputDim: 784, latentDim: 20, hidden: [400], rng }),
  },
  conv: {
    name: '28x28, convolutions of 16 and 32 filters, 128, 20',
    create(rng: Rng): Vae {
      const posterior = normalHead(20);
      const pixels = bernoulliHead(784);
      const shape = { imageShape: [28, 28, 1], filters: [16, 32], hidden: [128], rng } as const;
      return new Vae({
        encoder: conditional(convNet({ ...shape, vectorDim: posterior.units }), posterior, 'encoder'),
        decoder: conditional(transposedConvNet({ ...shape, vectorDim: 20 }), pixels, 'decoder'),
        support: 'unit interval',
      });
    },
  },
} as const;
