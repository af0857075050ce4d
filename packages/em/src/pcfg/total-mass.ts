import type { Tables } from './tables.js';

/**
 * The probability that each symbol's derivation ends, `[symbols]`: the least fixed point of `m = sum p(A -> B C) m_B m_C + sum p(A -> w)`,
 * by Newton's method from 0, which rises to it. At criticality, as S -> S S with probability 1/2, the last of its digits that
 * float64 gives is about 1e-8.
 *
 * @see Etessami & Yannakakis 2009
 */
export function terminationProbabilities(t: Tables): Float64Array {
  const { symbols: s, nonterminals: n, rules } = t;
  const emitted = new Float64Array(s);
  for (let p = t.firstPreterminal; p < s; p++)
    for (let w = 0; w < t.vocabulary; w++) emitted[p]! += t.words[(p - t.firstPreterminal) * t.vocabulary + w]!;
  const mass = emitted.slice();
  mass.fill(0, 0, n);
  const jacobian = new Float64Array(n * n);
  const step = new Float64Array(n);
  for (let iteration = 0; iteration < 100; iteration++) {
    // (I - J) step = F(mass) - mass
    jacobian.fill(0);
    for (let a = 0; a < n; a++) {
      let value = emitted[a]!;
      for (let b = 0, r = a * s * s; b < s; b++) {
        for (let c = 0; c < s; c++, r++) {
          if (rules[r] === 0) continue;
          value += rules[r]! * mass[b]! * mass[c]!;
          if (b < n) jacobian[a * n + b]! -= rules[r]! * mass[c]!;
          if (c < n) jacobian[a * n + c]! -= rules[r]! * mass[b]!;
        }
      }
      jacobian[a * n + a]! += 1;
      step[a] = value - mass[a]!;
    }
    if (!solve(jacobian, step)) break;
    let change = 0;
    for (let a = 0; a < n; a++) {
      const next = Math.min(1, Math.max(mass[a]!, mass[a]! + step[a]!));
      change = Math.max(change, next - mass[a]!);
      mass[a] = next;
    }
    if (change < 1e-16) break;
  }
  return mass;
}

/** Solves `matrix x = vector` in place by elimination with pivots; false if the matrix is singular to rounding. */
function solve(matrix: Float64Array, vector: Float64Array): boolean {
  const n = vector.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i * n + k]!) > Math.abs(matrix[pivot * n + k]!)) pivot = i;
    const head = matrix[pivot * n + k]!;
    if (!(Math.abs(head) > 1e-300)) return false;
    for (let j = 0; j < n; j++) {
      const kept = matrix[k * n + j]!;
      matrix[k * n + j] = matrix[pivot * n + j]!;
      matrix[pivot * n + j] = kept;
    }
    const kept = vector[k]!;
    vector[k] = vector[pivot]!;
    vector[pivot] = kept;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i * n + k]! / head;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) matrix[i * n + j]! -= factor * matrix[k * n + j]!;
      vector[i]! -= factor * vector[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) vector[k]! -= matrix[k * n + j]! * vector[j]!;
    vector[k]! /= matrix[k * n + k]!;
  }
  return true;
}
