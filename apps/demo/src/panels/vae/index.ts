import type { Panel } from '../panel.js';

export const vaePanel: Panel = {
  id: 'vae',
  label: 'VAE',
  title: 'Variational autoencoder',
  load: async () => (await import('./panel.js')).mountVaePanel,
};
