import type { Panel } from '../panel.js';

export const boundariesPanel: Panel = {
  id: 'boundaries',
  label: 'Classifier',
  title: 'Linear classifiers',
  load: async () => (await import('./panel.js')).mountBoundariesPanel,
};
