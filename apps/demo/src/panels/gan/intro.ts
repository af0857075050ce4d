import { panelIntro } from '../../widgets/panel-intro.js';

const BOUND = `
<math display="block" aria-label="The Jensen-Shannon divergence of P and P G is at least log 2 plus half of V of G and D">
  <mrow>
    <mi>JSD</mi><mo stretchy="false">(</mo><mi>P</mi><mo>,</mo><msub><mi>P</mi><mi>G</mi></msub><mo stretchy="false">)</mo><mo>≥</mo>
    <mi>log</mi><mspace width="0.17em" /><mn>2</mn><mo>+</mo>
    <mfrac><mn>1</mn><mn>2</mn></mfrac><mi>V</mi><mo stretchy="false">(</mo><mi>G</mi><mo>,</mo><mi>D</mi><mo stretchy="false">)</mo>
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'A generative adversarial network',
    'A generator <i>G</i> moves noise to where a discriminator <i>D</i> takes it for data. <i>D</i> raises a bound from below of how far ' +
      'the two are apart, which is sound; <i>G</i> lowers that same bound, which is not: it may get small because <i>G</i> is good, or ' +
      'because <i>D</i> looks elsewhere. Here the data’s density is known, so that the truth can be drawn beside what the game says. ' +
      'Let <i>D</i> lag behind, and see a bound near zero over a generator that has collapsed: the lesson of the note’s section 2.2.',
    BOUND,
  );
}
