import { logaddexp, logSumExp } from '@latents/math/special';
import type { Counts, Tables } from './tables.js';

/**
 * Inside-outside in log space: log p(sentence), and, unless it is -Infinity, its expected counts added to `counts` and
 * p(symbol over span | sentence) by cell. Slower than scaled arithmetic, right where that underflows.
 */
export function logInsideOutside(t: Tables, sentence: ArrayLike<number>, counts: Counts) {
  const { nonterminals, symbols: s, firstPreterminal, vocabulary } = t;
  const n = sentence.length;
  const at = (i: number, j: number) => (i * (n + 1) + j) * s;
  const rules = t.rules.map(Math.log);
  const up = new Float64Array((n + 1) * (n + 1) * s).fill(-Infinity);
  const down = up.slice();

  /** Every rule and split of a span that the inside values allow: its log weight without A's outside value. */
  const each = (i: number, j: number, visit: (a: number, r: number, left: number, right: number) => void) => {
    for (let k = i + 1; k < j; k++) {
      for (let b = 0; b < s; b++) {
        const left = at(i, k) + b;
        if (up[left] === -Infinity) continue;
        for (let c = 0; c < s; c++) {
          const right = at(k, j) + c;
          if (up[right] === -Infinity) continue;
          for (let a = 0, r = b * s + c; a < nonterminals; a++, r += s * s) {
            if (rules[r]! > -Infinity) visit(a, r, left, right);
          }
        }
      }
    }
  };

  for (let i = 0; i < n; i++) {
    for (let p = firstPreterminal; p < s; p++) {
      up[at(i, i + 1) + p] = Math.log(t.words[(p - firstPreterminal) * vocabulary + sentence[i]!]!);
    }
  }
  for (let width = 2; width <= n; width++) {
    for (let i = 0; i + width <= n; i++) {
      const cell = at(i, i + width);
      each(i, i + width, (a, r, left, right) => {
        up[cell + a] = logaddexp(up[cell + a]!, rules[r]! + up[left]! + up[right]!);
      });
    }
  }
  const top = at(0, n);
  const logProb = logSumExp(t.root.map((p, a) => Math.log(p) + up[top + a]!));
  if (logProb === -Infinity) return { logProb, posterior: new Float64Array(up.length) };

  for (let a = 0; a < nonterminals; a++) {
    down[top + a] = Math.log(t.root[a]!) - logProb;
    counts.root[a]! += Math.exp(down[top + a]! + up[top + a]!);
  }
  for (let width = n; width >= 2; width--) {
    for (let i = 0; i + width <= n; i++) {
      const cell = at(i, i + width);
      each(i, i + width, (a, r, left, right) => {
        const above = down[cell + a]! + rules[r]!;
        if (above === -Infinity) return;
        counts.rules[r]! += Math.exp(above + up[left]! + up[right]!);
        down[left] = logaddexp(down[left]!, above + up[right]!);
        down[right] = logaddexp(down[right]!, above + up[left]!);
      });
    }
  }
  const posterior = up.map((value, cell) => (value === -Infinity ? 0 : Math.exp(value + down[cell]!)));
  for (let i = 0; i < n; i++) {
    for (let p = firstPreterminal; p < s; p++) {
      counts.words[(p - firstPreterminal) * vocabulary + sentence[i]!]! += posterior[at(i, i + 1) + p]!;
    }
  }
  return { logProb, posterior };
}
