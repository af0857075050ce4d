export interface ElboEquation {
  /** What a screen reader says. */
  readonly label: string;
  /** MathML between the inequality sign and the first term. */
  readonly before?: string;
  readonly reconstruction: string;
  /** The two distributions of the divergence. */
  readonly posterior: string;
  readonly prior: string;
}

/** `name(left | right)` in MathML, or `name(left)`. */
export function probability(name: string, left: string, right?: string): string {
  const condition = right === undefined ? '' : `<mo stretchy="false">|</mo>${right}`;
  return `<mi>${name}</mi><mo stretchy="false">(</mo>${left}${condition}<mo stretchy="false">)</mo>`;
}

export const LOG = '<mi>log</mi><mspace width="0.17em" />';

/** log p(x) >= reconstruction - KL(posterior || prior), with the two terms named underneath. */
export function elboEquation({ label, before = '', reconstruction, posterior, prior }: ElboEquation): string {
  return `
<math display="block" aria-label="${label}">
  <mrow>
    ${LOG}${probability('p', '<mi>x</mi>')}
    <mo>≥</mo>${before}
    <munder><mrow>${reconstruction}</mrow><mtext>reconstruction</mtext></munder>
    <mo>−</mo>
    <munder>
      <mrow><mi>KL</mi><mo stretchy="false">(</mo>${posterior}<mo stretchy="false">∥</mo>${prior}<mo stretchy="false">)</mo></mrow>
      <mtext>rate</mtext>
    </munder>
  </mrow>
</math>`;
}
