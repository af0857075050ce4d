import { panelIntro } from '../../widgets/panel-intro.js';

const BOUND = `
<math display="block" aria-label="I of X and Y is at least I of Z and X, which is at least the entropy of Z minus the cross-entropy of Z given X by Psi and Phi">
  <mrow>
    <mi>I</mi><mo stretchy="false">(</mo><mi>X</mi><mo>;</mo><mi>Y</mi><mo stretchy="false">)</mo><mo>≥</mo>
    <msub><mi>I</mi><mi mathvariant="normal">Ψ</mi></msub><mo stretchy="false">(</mo><mi>Z</mi><mo>;</mo><mi>X</mi><mo stretchy="false">)</mo><mo>≥</mo>
    <munder>
      <mrow><mi>H</mi><mo stretchy="false">(</mo><mi>Z</mi><mo stretchy="false">)</mo></mrow>
      <mtext>codewords spread</mtext>
    </munder>
    <mo>−</mo>
    <munder>
      <mrow><msub><mi>H</mi><mrow><mi mathvariant="normal">Ψ</mi><mo>,</mo><mi mathvariant="normal">Φ</mi></mrow></msub><mo stretchy="false">(</mo><mi>Z</mi><mo>|</mo><mi>X</mi><mo stretchy="false">)</mo></mrow>
      <mtext>encoders agree</mtext>
    </munder>
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'InfoCotrain on two halves of a digit',
    'One encoder, Φ, sees the left half of a digit, the other, Ψ, the right half. Neither sees a label, or the other’s half. They are ' +
      'trained to agree on a codeword while all codewords stay in use, and how well they do bounds from below what the halves share. That is ' +
      'which digit it is, but slant and stroke as well: the codewords follow both, a slanted one is another word than an upright one, and ' +
      '4 and 9 may be the same.',
    BOUND,
  );
}
