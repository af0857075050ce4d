import { panelIntro } from '../../widgets/panel-intro.js';

const BOUND = `
<math display="block" aria-label="I of c and G of z and c is at least the entropy of c plus the expected log of Q of c given G of z and c">
  <mrow>
    <mi>I</mi><mo stretchy="false">(</mo><mi>c</mi><mo>;</mo><mi>G</mi><mo stretchy="false">(</mo><mi>z</mi><mo>,</mo><mi>c</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo>
    <mo>≥</mo>
    <mi>H</mi><mo stretchy="false">(</mo><mi>c</mi><mo stretchy="false">)</mo><mo>+</mo>
    <mi>E</mi><mo stretchy="false">[</mo><mi>log</mi><mspace width="0.17em" /><mi>Q</mi><mo stretchy="false">(</mo><mi>c</mi><mo stretchy="false">|</mo>
    <mi>G</mi><mo stretchy="false">(</mo><mi>z</mi><mo>,</mo><mi>c</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo stretchy="false">]</mo>
  </mrow>
</math>`;

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'InfoGAN on digits, its codes in your hands',
    'A generator <i>G</i> makes digits of noise <i>z</i> and a code <i>c</i>: one of ten classes, and two numbers. <i>Q</i> reads the code ' +
      'off the digit, which bounds from below what the digit tells of it; <i>G</i> is paid for every nat. So the codes come to mean ' +
      'something, though nobody says what. Turn them, also while it trains. A full bound says that the class can be read, ' +
      '<em>not</em> that it is the digit: 4, 9 and 7 like to share a class, and a slanted 1 may have one for itself.',
    BOUND,
  );
}
