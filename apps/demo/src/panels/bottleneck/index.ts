import type { Panel } from '../panel.js';

export const bottleneckPanel: Panel = {
  id: 'bottleneck',
  label: 'Bottleneck',
  group: 'Information',
  title: 'The information bottleneck curve',
  load: async () => (await import('./panel.js')).mountBottleneckPanel,
};
