import type { Panel } from '../panel.js';

export const autoencodersPanel: Panel = {
  id: 'autoencoders',
  label: 'Three autoencoders',
  title: 'Basic, denoising and variational autoencoders',
  group: 'Autoencoders',
  load: async () => (await import('./panel.js')).mountAutoencodersPanel,
};
