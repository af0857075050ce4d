import type { Panel } from '../panel.js';

export const vaePanel: Panel = {
  id: 'vae',
  label: 'VAE',
  group: 'Autoencoders',
  title: 'Variational autoencoder',
  load: async () => (await import('./panel.js')).mountVaePanel,
};
