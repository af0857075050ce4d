// The micro-kernels: a tile of C stays in registers while panels of A and B stream by. Six rows of two vectors and their
// operands fill the fifteen vector registers an x86-64 engine has to give, and only just: with a branch after the loop, V8
// moves the products behind all the loads and spills a third of the tile, which costs a third of the speed. So the code is
// straight: what C had before is loaded at the start, and each accumulator is used once after the loop.
import { madd } from '../simd';

/**
 * 6 x 8 tile: C = from + packed A panel times B panel over `depth`. The rows of B lie `rowB` bytes apart, those of C `row`, and
 * those of `from` (C itself, or zeros with a step of 0) `step` bytes.
 */
export function tile6(
  depth: i32,
  a: usize,
  b: usize,
  rowB: usize,
  from: usize,
  step: usize,
  c: usize,
  row: usize,
): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  from += step;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  from += step;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  from += step;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  from += step;
  let c40 = v128.load(from);
  let c41 = v128.load(from, 16);
  from += step;
  let c50 = v128.load(from);
  let c51 = v128.load(from, 16);
  for (let p = depth; p > 0; p--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    const a4 = v128.load_splat<f32>(a, 16);
    c40 = madd(a4, b0, c40);
    c41 = madd(a4, b1, c41);
    const a5 = v128.load_splat<f32>(a, 20);
    c50 = madd(a5, b0, c50);
    c51 = madd(a5, b1, c51);
    a += 24;
    b += rowB;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += row;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += row;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += row;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += row;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += row;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/**
 * 4 x 8 tile: C = from + packed A panel times B panel over `depth`. The rows of B lie `rowB` bytes apart, those of C `row`, and
 * those of `from` (C itself, or zeros with a step of 0) `step` bytes.
 */
export function tile4(
  depth: i32,
  a: usize,
  b: usize,
  rowB: usize,
  from: usize,
  step: usize,
  c: usize,
  row: usize,
): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  from += step;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  from += step;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  from += step;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  for (let p = depth; p > 0; p--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += 16;
    b += rowB;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += row;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += row;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += row;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}
