// How jobs are cut. What a part computes is computed as in the whole, so results depend neither on the number of parts nor on who
// takes one.

/** Numbers read and written once that repay waking a thread; a product does from so many floating-point operations a part on. */
export const NUMBERS = 16_384;
const FLOPS = 1_000_000;
/** Parts for each thread where more than one may be had for little: whoever is done early takes another. */
export const GROUPS = 4;
/** Panels of six rows or tiles of eight columns that a part of a product then has: for each part the other operand is packed anew. */
const TILES = 24;

export type Range = readonly [from: number, end: number];
export type Region = readonly [firstRow: number, endRow: number, firstColumn: number, endColumn: number];

/** At most `parts` ranges of `size` things, each of whole units but the last. */
export function ranges(size: number, unit: number, parts: number): Range[] {
  const units = Math.ceil(size / unit);
  const count = Math.max(1, Math.min(Math.floor(parts), units));
  const start = (i: number) => Math.min(size, unit * Math.floor((i * units) / count));
  return Array.from({ length: count }, (_, i) => [start(i), start(i + 1)]);
}

/** A product [m, n] of depth k in parts for `threads` threads, along its longer side: what is packed anew is the shorter. */
export function regions(m: number, n: number, k: number, threads: number): Region[] {
  const [size, unit] = m >= n ? [m, 6] : [n, 8];
  const worth = (2 * m * n * k) / FLOPS;
  const parts = Math.min(worth, Math.max(threads, Math.min(GROUPS * threads, size / unit / TILES)));
  return ranges(size, unit, parts).map(([from, end]) => (m >= n ? [from, end, 0, n] : [0, m, from, end]));
}
