import type { Panel } from '../panel.js';

export const infoGanPanel: Panel = {
  id: 'info-gan',
  label: 'InfoGAN',
  title: 'InfoGAN on digits, its codes in your hands',
  group: 'Games',
  load: async () => (await import('./panel.js')).mountInfoGanPanel,
};
