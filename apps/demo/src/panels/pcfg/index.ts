import type { Panel } from '../panel.js';

export const pcfgPanel: Panel = {
  id: 'pcfg',
  label: 'PCFG',
  group: 'Sequences',
  title: 'Context-free grammar',
  load: async () => (await import('./panel.js')).mountPcfgPanel,
};
