import type { Panel } from '../panel.js';

export const cotrainPanel: Panel = {
  id: 'cotrain',
  label: 'InfoCotrain',
  group: 'Information',
  title: 'InfoCotrain on two halves of a digit',
  load: async () => (await import('./panel.js')).mountCotrainPanel,
};
