/** Returns a whole number with its thousands apart: 10,000. */
export function count(n: number): string {
  return n.toLocaleString('en');
}

/** Returns a share from 0 to 1 in percent, with one digit after the point. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
