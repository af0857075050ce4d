// The pointwise part of a GRU step. Gates lie [batch, 3 units]: reset, update, candidate.
import { loadTail, storeTail } from './tail';
import { sigmoid4, tanh4 } from './vector-math';

@inline
function get(base: usize, index: i32, count: i32): v128 {
  const at = base + ((<usize>index) << 2);
  return count >= 4 ? v128.load(at) : loadTail(at, count, 0);
}

@inline
function put(base: usize, index: i32, x: v128, count: i32): void {
  const at = base + ((<usize>index) << 2);
  if (count >= 4) v128.store(at, x);
  else storeTail(at, x, count);
}

/**
 * r = sigmoid(x_r + h_r), u = sigmoid(x_u + h_u), n = tanh(x_n + r h_n), out = (1 - u) n + u h. `x` and `hidden` are the
 * gates' parts from the input and from the state, `gates` receives r, u, n.
 */
export function gruForward(
  x: usize,
  hidden: usize,
  h: usize,
  gates: usize,
  out: usize,
  batch: i32,
  units: i32,
): void {
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < units; i += 4) {
      const count = units - i;
      const r = sigmoid4(f32x4.add(get(x, i, count), get(hidden, i, count)));
      const u = sigmoid4(f32x4.add(get(x, units + i, count), get(hidden, units + i, count)));
      const n = tanh4(f32x4.add(get(x, 2 * units + i, count), f32x4.mul(r, get(hidden, 2 * units + i, count))));
      put(gates, i, r, count);
      put(gates, units + i, u, count);
      put(gates, 2 * units + i, n, count);
      put(out, i, f32x4.add(f32x4.mul(f32x4.sub(one, u), n), f32x4.mul(u, get(h, i, count))), count);
    }
    const row = (<usize>units) << 2;
    x += 3 * row;
    hidden += 3 * row;
    gates += 3 * row;
    h += row;
    out += row;
  }
}

/** From dy [batch, units]: the gradients by x and by `hidden`, and the direct part, u dy, of that by h. */
export function gruBackward(
  dy: usize,
  gates: usize,
  hidden: usize,
  h: usize,
  dx: usize,
  dHidden: usize,
  dh: usize,
  batch: i32,
  units: i32,
): void {
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < units; i += 4) {
      const count = units - i;
      const d = get(dy, i, count);
      const r = get(gates, i, count);
      const u = get(gates, units + i, count);
      const n = get(gates, 2 * units + i, count);
      const hn = get(hidden, 2 * units + i, count);
      const byN = f32x4.mul(f32x4.mul(d, f32x4.sub(one, u)), f32x4.sub(one, f32x4.mul(n, n)));
      const byU = f32x4.mul(
        f32x4.mul(d, f32x4.sub(get(h, i, count), n)),
        f32x4.mul(u, f32x4.sub(one, u)),
      );
      const byR = f32x4.mul(f32x4.mul(byN, hn), f32x4.mul(r, f32x4.sub(one, r)));
      put(dx, i, byR, count);
      put(dx, units + i, byU, count);
      put(dx, 2 * units + i, byN, count);
      put(dHidden, i, byR, count);
      put(dHidden, units + i, byU, count);
      put(dHidden, 2 * units + i, f32x4.mul(byN, r), count);
      put(dh, i, f32x4.mul(d, u), count);
    }
    const row = (<usize>units) << 2;
    dy += row;
    gates += 3 * row;
    hidden += 3 * row;
    h += row;
    dx += 3 * row;
    dHidden += 3 * row;
    dh += row;
  }
}
