import type { Panel } from '../panel.js';

export const slipPanel: Panel = {
  id: 'slip',
  label: 'The note’s slip',
  title: 'The variance in place of the standard deviation',
  group: 'Autoencoders',
  load: async () => (await import('./panel.js')).mountSlipPanel,
};
