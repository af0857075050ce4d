import type { Tables } from './inside-outside.js';

/**
 * The probability that each symbol's derivation ends, `[symbols]`: the least fixed point of `m = sum p(A -> B C) m_B m_C + sum p(A -> w)`,
 * by iteration from 0. Near criticality convergence is slow: within about 1e-6 after the iterations allowed.
 */
export function terminationProbabilities(t: Tables): Float64Array {
  const s = t.symbols;
  const emitted = new Float64Array(s);
  for (let p = t.firstPreterminal; p < s; p++)
    for (let w = 0; w < t.vocabulary; w++) emitted[p]! += t.words[(p - t.firstPreterminal) * t.vocabulary + w]!;
  let mass = emitted.slice();
  for (let iteration = 0; iteration < 20_000; iteration++) {
    const next = emitted.slice();
    let change = 0;
    for (let a = 0; a < t.nonterminals; a++) {
      for (let b = 0; b < s; b++)
        for (let c = 0; c < s; c++) next[a]! += t.rules[(a * s + b) * s + c]! * mass[b]! * mass[c]!;
      change = Math.max(change, Math.abs(next[a]! - mass[a]!));
    }
    mass = next;
    if (change < 1e-15) break;
  }
  return mass;
}
