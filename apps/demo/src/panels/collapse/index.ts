import type { Panel } from '../panel.js';

export const collapsePanel: Panel = {
  id: 'collapse',
  label: 'Collapse and beta',
  title: 'Posterior collapse and beta',
  group: 'Autoencoders',
  load: async () => (await import('./panel.js')).mountCollapsePanel,
};
