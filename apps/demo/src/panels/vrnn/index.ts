import type { Panel } from '../panel.js';

export const vrnnPanel: Panel = {
  id: 'vrnn',
  label: 'VRNN',
  group: 'Sequences',
  title: 'Variational recurrent network',
  load: async () => (await import('./panel.js')).mountVrnnPanel,
};
