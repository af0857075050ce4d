import type { Panel } from '../panel.js';

export const ganPanel: Panel = {
  id: 'gan',
  label: 'GAN',
  title: 'A generative adversarial network',
  group: 'Games',
  load: async () => (await import('./panel.js')).mountGanPanel,
};
