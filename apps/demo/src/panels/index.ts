import { autoencodersPanel } from './autoencoders/index.js';
import { bottleneckPanel } from './bottleneck/index.js';
import { boundariesPanel } from './boundaries/index.js';
import { collapsePanel } from './collapse/index.js';
import { cotrainPanel } from './cotrain/index.js';
import { emPanel } from './em/index.js';
import { ganPanel } from './gan/index.js';
import { hmmPanel } from './hmm/index.js';
import { infoGanPanel } from './info-gan/index.js';
import { informationPanel } from './information/index.js';
import type { Panel } from './panel.js';
import { pcfgPanel } from './pcfg/index.js';
import { slipPanel } from './slip/index.js';
import { vaePanel } from './vae/index.js';
import { vrnnPanel } from './vrnn/index.js';

/** Every panel, in the order of the navigation. The first is shown when the address names none. */
export const panels: readonly Panel[] = [
  vaePanel,
  autoencodersPanel,
  collapsePanel,
  slipPanel,
  vrnnPanel,
  ganPanel,
  infoGanPanel,
  emPanel,
  hmmPanel,
  pcfgPanel,
  boundariesPanel,
  bottleneckPanel,
  informationPanel,
  cotrainPanel,
];
