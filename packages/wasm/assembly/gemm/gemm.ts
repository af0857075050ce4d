import { tile4, tile6 } from './micro';
import { packAcross, packAlong } from './pack';
import { rowsTimesVector, vectorTimesRows } from './vector';

// A panel of B [depth, 8] stays in the first-level cache, a block of A [rows, depth] in the second.
const DEPTH: i32 = 512;
const BLOCK: i32 = 1 << 18;
// Up to this many rows of C, B is not packed: each panel would be read too few times to repay the copy.
const FEW_ROWS: i32 = 24;

/** The depth of a pass: equal parts of at most DEPTH. */
function depthOf(k: i32): i32 {
  const passes = (k + DEPTH - 1) / DEPTH;
  return (k + passes - 1) / passes;
}

/** The rows of a block of A: equal parts, in whole panels of six, of at most BLOCK numbers. */
function rowsOf(m: i32, depth: i32): i32 {
  const most = BLOCK / depth;
  const blocks = (m + most - 1) / most;
  const rows = (m + blocks - 1) / blocks;
  return ((rows + 5) / 6) * 6;
}

/** Rows of A taken together when `left` remain: six, or four for the last few, so that eight are twice four and none is computed in vain. */
@inline
function panelRows(left: i32): i32 {
  return left > 4 && left != 8 ? 6 : 4;
}

/** Bytes of scratch that a product of this size needs. */
export function gemmScratch(m: i32, k: i32): i32 {
  if (k == 0 || m == 0) return 0;
  const depth = depthOf(k);
  return 4 * depth * rowsOf(m, depth) + 32 * depth + 240;
}

/**
 * C [m, n] = start + op(A) op(B), row-major and contiguous. op(A) is [m, k]: A is stored [m, k], or [k, m] if `ta`; op(B) is
 * [k, n]: B is stored [k, n], or [n, k] if `tb`. `start` is 0 for nothing, `c` for what C holds, or a row [n] that is added to each
 * row. `scratch` holds gemmScratch(m, k) bytes.
 */
export function gemm(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  ta: bool,
  tb: bool,
  start: usize,
  scratch: usize,
): void {
  if (m == 0 || n == 0) return;
  if (k == 0 || m == 1 || n == 1) begin(c, m, n, start);
  if (k == 0) return;
  if (m == 1) {
    if (tb || n == 1) rowsTimesVector(b, a, c, n, k);
    else vectorTimesRows(a, b, c, n, k);
    return;
  }
  if (n == 1) {
    if (ta) vectorTimesRows(b, a, c, m, k);
    else rowsTimesVector(a, b, c, m, k);
    return;
  }
  gemmRegion(a, b, c, m, n, k, ta, tb, start, scratch, 0, m, 0, n);
}

/**
 * C [i0..i1, j0..j1] of the product that `gemm` computes, m and n being more than one and k more than none: i0 is a multiple of
 * six, i1 too or m; j0 is a multiple of eight, j1 too or n. Regions end where tiles end, so that each number of C is computed
 * as in the whole. `scratch` holds gemmScratch(i1 - i0, k) bytes.
 */
export function gemmRegion(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  ta: bool,
  tb: bool,
  start: usize,
  scratch: usize,
  i0: i32,
  i1: i32,
  j0: i32,
  j1: i32,
): void {
  const lda = ta ? m : k;
  const ldb = tb ? k : n;
  const row = (<usize>n) << 2;
  const depth = depthOf(k);
  const rowsBlock = rowsOf(i1 - i0, depth);
  const edge = scratch;
  const zeros = edge + 192;
  memory.fill(zeros, 0, 32);
  const packedB = zeros + 32;
  const packedA = packedB + ((<usize>depth) << 5);

  for (let p = 0; p < k; p += depth) {
    const kc = min(depth, k - p);
    const begun = p > 0 || start == c;
    const first = begun ? c : start;
    const below = begun ? row : 0;
    for (let i = i0; i < i1; i += rowsBlock) {
      const mc = min(rowsBlock, i1 - i);
      packBlockOfA(a, lda, ta, i, mc, p, kc, packedA);
      for (let j = j0; j < j1; j += 8) {
        const nc = min(8, j1 - j);
        let panelB = packedB;
        let rowB: usize = 32;
        if (tb) packAlong(b + ((<usize>j * ldb + p) << 2), ldb, nc, kc, 8, packedB);
        else {
          const source = b + ((<usize>p * ldb + j) << 2);
          if (i1 - i0 <= FEW_ROWS && nc == 8) {
            panelB = source;
            rowB = row;
          } else packAcross(source, ldb, nc, kc, 8, packedB);
        }
        let panel = packedA;
        for (let r = 0; r < mc; ) {
          const width = panelRows(mc - r);
          const rows = min(width, mc - r);
          const target = c + row * (i + r) + ((<usize>j) << 2);
          const from = first == 0 ? zeros : first + below * (i + r) + ((<usize>j) << 2);
          const step = below;
          if (rows == width && nc == 8) {
            if (width == 6) tile6(kc, panel, panelB, rowB, from, step, target, row);
            else tile4(kc, panel, panelB, rowB, from, step, target, row);
          } else {
            if (width == 6) tile6(kc, panel, panelB, rowB, zeros, 0, edge, 32);
            else tile4(kc, panel, panelB, rowB, zeros, 0, edge, 32);
            copyEdge(edge, from, step, target, row, rows, nc);
          }
          panel += (<usize>kc * width) << 2;
          r += width;
        }
      }
    }
  }
}

function packBlockOfA(a: usize, lda: i32, ta: bool, i: i32, mc: i32, p: i32, kc: i32, out: usize): void {
  for (let r = 0; r < mc; ) {
    const width = panelRows(mc - r);
    const rows = min(width, mc - r);
    if (ta) packAcross(a + ((<usize>p * lda + i + r) << 2), lda, rows, kc, width, out);
    else packAlong(a + ((<usize>(i + r) * lda + p) << 2), lda, rows, kc, width, out);
    out += (<usize>kc * width) << 2;
    r += width;
  }
}

/** Writes a tile at the border of C: rows of 8 numbers in `edge`, of which `columns` count, plus those at `from`. */
function copyEdge(edge: usize, from: usize, step: usize, to: usize, row: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      const at = (<usize>j) << 2;
      store<f32>(to + at, load<f32>(edge + at) + load<f32>(from + at));
    }
    edge += 32;
    from += step;
    to += row;
  }
}

/** C [m, n] = start, where the product is then added to C. */
function begin(c: usize, m: i32, n: i32, start: usize): void {
  if (start == c) return;
  const row = (<usize>n) << 2;
  if (start == 0) memory.fill(c, 0, row * m);
  else for (let i = 0; i < m; i++) memory.copy(c + row * i, start, row);
}
