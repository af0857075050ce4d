import type { Panel } from '../panel.js';

export const emPanel: Panel = {
  id: 'em',
  label: 'EM',
  group: 'EM',
  title: 'Expectation-maximisation',
  load: async () => (await import('./panel.js')).mountEmPanel,
};
