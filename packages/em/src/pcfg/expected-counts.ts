import { inside } from './inside.js';
import { logInsideOutside } from './log-inside-outside.js';
import { outside } from './outside.js';
import type { SpanChart } from './span-chart.js';
import type { Counts, Tables } from './tables.js';

/** Where expected counts are to be added: zeros in the shapes of a grammar's tables. */
export function noCounts({ root, rules, words }: Tables): Counts {
  return {
    root: new Float64Array(root.length),
    rules: new Float64Array(rules.length),
    words: new Float64Array(words.length),
  };
}

/**
 * log p(sentence) in nats, and p(symbol over span | sentence) by cell; adds the expected counts to `counts`. In scaled arithmetic, and
 * in log space where that would not be exact: a value that the inside pass lost, below 5e-324 of the greatest of its span, counts
 * for at most that times its outside value. As long as this stays finite, and so the counts, for less than 1e-15.
 *
 * @param scratch Room for one sentence's counts.
 */
export function addExpectedCounts(
  chart: SpanChart,
  sentence: ArrayLike<number>,
  counts: Counts,
  scratch = noCounts(chart.t),
) {
  const { t } = chart;
  const logProb = inside(chart, sentence);
  if (logProb === -Infinity) return logInsideOutside(t, sentence, counts);
  const own = [scratch.root, scratch.rules, scratch.words] as const;
  for (const table of own) table.fill(0);
  const posterior = outside(chart, sentence, logProb, scratch);
  if (!own.every((table) => Number.isFinite(sumOf(table)))) return logInsideOutside(t, sentence, counts);
  for (const [index, total] of [counts.root, counts.rules, counts.words].entries()) {
    const table = own[index]!;
    for (let i = 0; i < table.length; i++) total[i]! += table[i]!;
  }
  return { logProb, posterior };
}

function sumOf(table: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < table.length; i++) sum += table[i]!;
  return sum;
}
