import type { Panel } from '../panel.js';

export const hmmPanel: Panel = {
  id: 'hmm',
  label: 'HMM',
  group: 'Sequences',
  title: 'Hidden Markov model',
  load: async () => (await import('./panel.js')).mountHmmPanel,
};
