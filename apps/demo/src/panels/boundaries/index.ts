import type { Panel } from '../panel.js';

export const boundariesPanel: Panel = {
  id: 'boundaries',
  label: 'Classifier',
  group: 'EM',
  title: 'Linear classifiers',
  load: async () => (await import('./panel.js')).mountBoundariesPanel,
};
