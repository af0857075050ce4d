import { element } from '../../dom/element.js';
import { markup } from '../../dom/markup.js';

const BOUND = `
<math display="block" aria-label="log p of x is at least the expectation under q of z given x of log p of x given z, minus the K L divergence of q of z given x from p of z">
  <mrow>
    <mi>log</mi><mspace width="0.17em" /><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>
    <mo>≥</mo>
    <munder>
      <mrow><msub><mi>E</mi><mrow><mi>q</mi><mo stretchy="false">(</mo><mi>z</mi><mo stretchy="false">|</mo><mi>x</mi><mo stretchy="false">)</mo></mrow></msub>
        <mo stretchy="false">[</mo><mi>log</mi><mspace width="0.17em" /><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">|</mo><mi>z</mi><mo stretchy="false">)</mo><mo stretchy="false">]</mo></mrow>
      <mtext>reconstruction</mtext>
    </munder>
    <mo>−</mo>
    <munder>
      <mrow><mi>KL</mi><mo stretchy="false">(</mo><mi>q</mi><mo stretchy="false">(</mo><mi>z</mi><mo stretchy="false">|</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">∥</mo>
        <mi>p</mi><mo stretchy="false">(</mo><mi>z</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo></mrow>
      <mtext>rate</mtext>
    </munder>
  </mrow>
</math>`;

/** What the panel shows, in three sentences and an equation. */
export function intro(): HTMLElement {
  return element(
    'header',
    { class: 'intro' },
    element('h1', {}, 'Variational autoencoder'),
    element(
      'p',
      {},
      markup(
        'A decoder turns a code <i>z</i>, drawn from a standard normal, into the probability of each pixel of a digit <i>x</i>. ' +
          'How likely it makes the data cannot be computed, but an encoder that guesses <i>z</i> from <i>x</i> bounds it from below, ' +
          'and training moves both up that bound. Watch it rise, the reconstructions sharpen, new digits form from nothing but ' +
          'noise, and the codes of like digits gather.',
      ),
    ),
    element('div', { class: 'equation' }, markup(BOUND)),
  );
}
