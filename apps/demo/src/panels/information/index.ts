import type { Panel } from '../panel.js';

export const informationPanel: Panel = {
  id: 'information',
  label: 'Mutual information',
  group: 'Information',
  title: 'Estimators of mutual information',
  load: async () => (await import('./panel.js')).mountInformationPanel,
};
