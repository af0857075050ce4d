import type { CriticMethod } from '@latents/infotheory';

/** How each contestant is drawn, in order: by its name on the page. */
export const CONTESTANTS = ['InfoNCE', 'NWJ', 'Jensen-Shannon', 'MINE', 'SMILE'] as const;

export type Contestant = (typeof CONTESTANTS)[number];

/** Whether a value can be relied on not to lie above the truth, but for its sampling error. */
export const SIDES: Readonly<Record<Contestant, CriticMethod['side']>> = {
  InfoNCE: 'lower',
  NWJ: 'lower',
  'Jensen-Shannon': 'lower',
  MINE: 'none',
  SMILE: 'none',
};
