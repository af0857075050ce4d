import type { DigitCounts } from './messages.js';

/** How many of each digit Q gives to each class: a row a class. */
export function digitsOfClasses(classes: ArrayLike<number>, labels: ArrayLike<number>, count: number): DigitCounts[] {
  const rows = Array.from({ length: count }, () => new Array<number>(10).fill(0));
  for (let i = 0; i < labels.length; i++) rows[classes[i]!]![labels[i]!]!++;
  return rows;
}

/** Of all, the share that is the commonest digit of its class. A tenth or little more if classes tell nothing of digits. */
export function namedShare(rows: readonly DigitCounts[]): number {
  const all = rows.flat().reduce((sum, count) => sum + count, 0);
  return all === 0 ? 0 : rows.reduce((sum, row) => sum + Math.max(...row), 0) / all;
}

/** What a class is, in words. */
export function describeClass(row: DigitCounts): string {
  const all = row.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'Q gives this class to none of the held-out digits.';
  const parts = row
    .map((count, digit) => ({ digit, share: count / all }))
    .sort((a, b) => b.share - a.share)
    .filter(({ share }, i) => i === 0 || (i < 3 && share >= 0.15))
    .map(({ digit, share }) => `${(100 * share).toFixed(0)} % are ${digit}s`);
  return `Q gives this class to ${all} held-out digits: ${parts.join(', ')}.`;
}
