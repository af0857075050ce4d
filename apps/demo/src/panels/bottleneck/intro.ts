import { panelIntro } from '../../widgets/panel-intro.js';

const information = (of: string): string =>
  `<mi>I</mi><mo stretchy="false">(</mo><mi>${of}</mi><mo>;</mo><mi>Z</mi><mo stretchy="false">)</mo>`;

const TRADE_OFF = `
<math display="block" aria-label="Over all p of z given x, the least I of X and Z minus beta times I of Y and Z">
  <mrow>
    <munder><mi>min</mi><mrow><mi>p</mi><mo stretchy="false">(</mo><mi>z</mi><mo>|</mo><mi>x</mi><mo stretchy="false">)</mo></mrow></munder>
    ${information('X')}<mo>−</mo><mi>β</mi><mspace width="0.17em" />${information('Y')}
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'The information bottleneck curve',
    'A code <i>z</i> of <i>x</i> shall tell much of <i>y</i> and little of <i>x</i>. What a nat about <i>y</i> is worth is <i>β</i>: let it fall, and ' +
      'symbols that say much the same of <i>y</i> come to share a codeword, pair by pair and each at a <i>β</i> of its own, until at the critical ' +
      '<i>β</i> nothing is told at all. The note’s trade-off has <i>β</i> = 1, where the empty code is already the best (erratum E42).',
    TRADE_OFF,
  );
}
