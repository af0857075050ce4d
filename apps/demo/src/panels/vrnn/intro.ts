import { panelIntro } from '../../widgets/panel-intro.js';
import { elboEquation, LOG, probability } from '../training/elbo-equation.js';

const at = (name: string, time: string): string => `<msub><mi>${name}</mi><mrow>${time}</mrow></msub>`;
const NOW = '<mi>t</mi>';
const [X, Z] = [at('x', NOW), at('z', NOW)];
const BEFORE = at('h', '<mi>t</mi><mo>−</mo><mn>1</mn>');

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'Variational recurrent network',
    'A recurrent network remembers the piece so far as a state <i>h</i>. At each step it draws a code <i>z</i> from a prior that ' +
      'follows the state, then the chord <i>x</i>. If the keys of a chord are drawn apart, only <i>z</i> can make them ' +
      'agree; the rate is what that costs. The pieces are made up by a few rules of voice leading: triads of C major in four voices. ' +
      'Watch the bound rise, and hear what the network composes.',
    elboEquation({
      label:
        'log p of x is at least the expectation under q of the sum over t of log p of x t given z t and h t minus 1, minus the K L divergence of q of z t given x t and h t minus 1 from p of z t given h t minus 1',
      before: `<msub><mi>E</mi><mi>q</mi></msub><munder><mo>∑</mo>${NOW}</munder>`,
      reconstruction: `${LOG}${probability('p', X, `${Z}<mo>,</mo>${BEFORE}`)}`,
      posterior: probability('q', Z, `${X}<mo>,</mo>${BEFORE}`),
      prior: probability('p', Z, BEFORE),
    }),
  );
}
