import { panelIntro } from '../../widgets/panel-intro.js';

const BOUND = `
<math display="block" aria-label="I of X and Y is at least the expectation of f of x and y over pairs, minus the expectation over unpaired x and y of e to the f of x and y minus 1">
  <mrow>
    <mi>I</mi><mo stretchy="false">(</mo><mi>X</mi><mo>;</mo><mi>Y</mi><mo stretchy="false">)</mo><mo>≥</mo>
    <munder>
      <mrow><mi mathvariant="normal">E</mi><mspace width="0.17em" /><mi>f</mi><mo stretchy="false">(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo stretchy="false">)</mo></mrow>
      <mtext>pairs</mtext>
    </munder>
    <mo>−</mo>
    <munder>
      <mrow><mi mathvariant="normal">E</mi><mspace width="0.17em" /><msup><mi>e</mi><mrow><mi>f</mi><mo stretchy="false">(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo stretchy="false">)</mo><mo>−</mo><mn>1</mn></mrow></msup></mrow>
      <mtext>unpaired</mtext>
    </munder>
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'Estimators of mutual information',
    'A critic <i>f</i> learns to tell pairs of <i>x</i> and <i>y</i> from strangers, and what it scores bounds what they share. ' +
      'Five ways to train it and to read its scores run side by side, on pairs whose information is known. InfoNCE is steady but ' +
      'cannot pass the logarithm of the batch; NWJ, below, can, at the price of variance; MINE and SMILE are bounds on neither side. ' +
      'Raise the correlation, or the dimension, and see who follows.',
    BOUND,
  );
}
