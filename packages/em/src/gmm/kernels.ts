// Rows are taken four at a time and stored interleaved, `block[(row >> 2) * 4d + 4j + (row & 3)]`: each weight that is loaded
// then serves four rows, whose sums do not wait for each other. `rows` is a multiple of 4; the last rows may be padding.

/** `out[row * k + c] = constant - |W (x - mean)|^2 / 2` with W lower triangular and `shift = W mean`. */
export function fullDistances(
  block: Float64Array,
  rows: number,
  d: number,
  w: Float64Array,
  wAt: number,
  shift: Float64Array,
  shiftAt: number,
  constant: number,
  out: Float64Array,
  k: number,
  c: number,
): void {
  for (let row = 0; row < rows; row += 4) {
    const at = row * d;
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    // Two rows of W at a time share what is loaded of x; W is 0 above its diagonal.
    for (let i = 0; i < d; i += 2) {
      const even = wAt + i * d;
      const pair = i + 1 < d;
      const odd = pair ? even + d : even;
      let a0 = -shift[shiftAt + i]!;
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = pair ? -shift[shiftAt + i + 1]! : a0;
      let b1 = b0;
      let b2 = b0;
      let b3 = b0;
      const end = pair ? i + 1 : i;
      for (let j = 0, p = at; j <= end; j++, p += 4) {
        const v = w[even + j]!;
        const u = w[odd + j]!;
        const x0 = block[p]!;
        const x1 = block[p + 1]!;
        const x2 = block[p + 2]!;
        const x3 = block[p + 3]!;
        a0 += v * x0;
        a1 += v * x1;
        a2 += v * x2;
        a3 += v * x3;
        b0 += u * x0;
        b1 += u * x1;
        b2 += u * x2;
        b3 += u * x3;
      }
      q0 += a0 * a0;
      q1 += a1 * a1;
      q2 += a2 * a2;
      q3 += a3 * a3;
      if (pair) {
        q0 += b0 * b0;
        q1 += b1 * b1;
        q2 += b2 * b2;
        q3 += b3 * b3;
      }
    }
    write(out, row * k + c, k, constant, q0, q1, q2, q3);
  }
}

/** The same with W diagonal, `w[wAt + j]`. */
export function diagonalDistances(
  block: Float64Array,
  rows: number,
  d: number,
  w: Float64Array,
  wAt: number,
  shift: Float64Array,
  shiftAt: number,
  constant: number,
  out: Float64Array,
  k: number,
  c: number,
): void {
  for (let row = 0; row < rows; row += 4) {
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    for (let j = 0, p = row * d; j < d; j++, p += 4) {
      const weight = w[wAt + j]!;
      const b = shift[shiftAt + j]!;
      const a0 = weight * block[p]! - b;
      const a1 = weight * block[p + 1]! - b;
      const a2 = weight * block[p + 2]! - b;
      const a3 = weight * block[p + 3]! - b;
      q0 += a0 * a0;
      q1 += a1 * a1;
      q2 += a2 * a2;
      q3 += a3 * a3;
    }
    write(out, row * k + c, k, constant, q0, q1, q2, q3);
  }
}

function write(
  out: Float64Array,
  at: number,
  k: number,
  constant: number,
  q0: number,
  q1: number,
  q2: number,
  q3: number,
): void {
  out[at] = constant - 0.5 * q0;
  out[at + k] = constant - 0.5 * q1;
  out[at + 2 * k] = constant - 0.5 * q2;
  out[at + 3 * k] = constant - 0.5 * q3;
}

/** `sums += sum_row r x` and, in the lower triangle, `squares += sum_row r x x'`, with `r = weights[row * k + c]`; returns sum r. */
export function fullMoments(
  block: Float64Array,
  rows: number,
  d: number,
  weights: Float64Array,
  k: number,
  c: number,
  sums: Float64Array,
  sumsAt: number,
  squaresAt: number,
): number {
  let total = 0;
  for (let row = 0; row < rows; row += 4) {
    const r0 = weights[row * k + c]!;
    const r1 = weights[(row + 1) * k + c]!;
    const r2 = weights[(row + 2) * k + c]!;
    const r3 = weights[(row + 3) * k + c]!;
    const four = r0 + r1 + r2 + r3;
    if (four === 0) continue;
    total += four;
    const at = row * d;
    // Two rows of the square at a time; the one entry above its diagonal is never read.
    for (let i = 0; i < d; i += 2) {
      const p = at + 4 * i;
      const pair = i + 1 < d;
      const x0 = r0 * block[p]!;
      const x1 = r1 * block[p + 1]!;
      const x2 = r2 * block[p + 2]!;
      const x3 = r3 * block[p + 3]!;
      sums[sumsAt + i]! += x0 + x1 + (x2 + x3);
      const even = squaresAt + i * d;
      if (!pair) {
        for (let j = 0, o = at; j <= i; j++, o += 4) {
          sums[even + j]! += x0 * block[o]! + x1 * block[o + 1]! + (x2 * block[o + 2]! + x3 * block[o + 3]!);
        }
        continue;
      }
      const y0 = r0 * block[p + 4]!;
      const y1 = r1 * block[p + 5]!;
      const y2 = r2 * block[p + 6]!;
      const y3 = r3 * block[p + 7]!;
      sums[sumsAt + i + 1]! += y0 + y1 + (y2 + y3);
      const odd = even + d;
      for (let j = 0, o = at; j <= i + 1; j++, o += 4) {
        const z0 = block[o]!;
        const z1 = block[o + 1]!;
        const z2 = block[o + 2]!;
        const z3 = block[o + 3]!;
        sums[even + j]! += x0 * z0 + x1 * z1 + (x2 * z2 + x3 * z3);
        sums[odd + j]! += y0 * z0 + y1 * z1 + (y2 * z2 + y3 * z3);
      }
    }
  }
  return total;
}

/** The same with squares by axis: `sums[squaresAt + j] += sum_row r x_j^2`. */
export function diagonalMoments(
  block: Float64Array,
  rows: number,
  d: number,
  weights: Float64Array,
  k: number,
  c: number,
  sums: Float64Array,
  sumsAt: number,
  squaresAt: number,
): number {
  let total = 0;
  for (let row = 0; row < rows; row += 4) {
    const r0 = weights[row * k + c]!;
    const r1 = weights[(row + 1) * k + c]!;
    const r2 = weights[(row + 2) * k + c]!;
    const r3 = weights[(row + 3) * k + c]!;
    const four = r0 + r1 + r2 + r3;
    if (four === 0) continue;
    total += four;
    for (let j = 0, p = row * d; j < d; j++, p += 4) {
      const x0 = block[p]!;
      const x1 = block[p + 1]!;
      const x2 = block[p + 2]!;
      const x3 = block[p + 3]!;
      const y0 = r0 * x0;
      const y1 = r1 * x1;
      const y2 = r2 * x2;
      const y3 = r3 * x3;
      sums[sumsAt + j]! += y0 + y1 + (y2 + y3);
      sums[squaresAt + j]! += y0 * x0 + y1 * x1 + (y2 * x2 + y3 * x3);
    }
  }
  return total;
}

/** Rows `from` to `to` of row-major `data`, less `origin`, interleaved into `block`; the padding to a multiple of 4 repeats zeros. */
export function loadBlock(
  data: ArrayLike<number>,
  from: number,
  to: number,
  d: number,
  origin: Float64Array,
  block: Float64Array,
): number {
  const rows = (to - from + 3) & ~3;
  for (let row = 0; row < rows; row++) {
    const at = (row >> 2) * 4 * d + (row & 3);
    const source = (from + row) * d;
    const real = from + row < to;
    for (let j = 0; j < d; j++) block[at + 4 * j] = real ? data[source + j]! - origin[j]! : 0;
  }
  return rows;
}
