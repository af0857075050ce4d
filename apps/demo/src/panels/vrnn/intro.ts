import { element } from '../../dom/element.js';
import { markup } from '../../dom/markup.js';

const given = (left: string, right: string): string =>
  `<mo stretchy="false">(</mo>${left}<mo stretchy="false">|</mo>${right}<mo stretchy="false">)</mo>`;
const at = (name: string, time: string): string => `<msub><mi>${name}</mi><mrow>${time}</mrow></msub>`;
const T = '<mi>t</mi>';
const BEFORE = '<mi>t</mi><mo>−</mo><mn>1</mn>';

const BOUND = `
<math display="block" aria-label="log p of x is at least the expectation under q of the sum over t of log p of x t given z t and h t minus 1, minus the K L divergence of q of z t given x t and h t minus 1 from p of z t given h t minus 1">
  <mrow>
    <mi>log</mi><mspace width="0.17em" /><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>
    <mo>≥</mo><msub><mi>E</mi><mi>q</mi></msub><munder><mo>∑</mo>${T}</munder>
    <munder>
      <mrow><mi>log</mi><mspace width="0.17em" /><mi>p</mi>${given(at('x', T), `${at('z', T)}<mo>,</mo>${at('h', BEFORE)}`)}</mrow>
      <mtext>reconstruction</mtext>
    </munder>
    <mo>−</mo>
    <munder>
      <mrow><mi>KL</mi><mo stretchy="false">(</mo><mi>q</mi>${given(at('z', T), `${at('x', T)}<mo>,</mo>${at('h', BEFORE)}`)}<mo stretchy="false">∥</mo>
        <mi>p</mi>${given(at('z', T), at('h', BEFORE))}<mo stretchy="false">)</mo></mrow>
      <mtext>rate</mtext>
    </munder>
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return element(
    'header',
    { class: 'intro' },
    element('h1', {}, 'Variational recurrent network'),
    element(
      'p',
      {},
      markup(
        'A recurrent network remembers the piece so far as a state <i>h</i>. At each step it draws a code <i>z</i> from a prior that ' +
          'follows the state, then the chord <i>x</i>. If the keys of a chord are drawn apart, only <i>z</i> can make them ' +
          'agree; the rate is what that costs. The pieces are made up by a few rules of voice leading: triads of C major in four voices. ' +
          'Watch the bound rise, and hear what the network composes.',
      ),
    ),
    element('div', { class: 'equation' }, markup(BOUND)),
  );
}
