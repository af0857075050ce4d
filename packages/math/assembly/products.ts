// Small dense products, row-major, added to what is there.

/** c [m, n] += a b with b [k, n] and a's entry (i, p) at i down + p across: `across` 1 for a [m, k], `down` 1 for its transpose. */
export function matMul(a: usize, down: usize, across: usize, b: usize, c: usize, m: i32, n: i32, k: i32): void {
  const rowB = (<usize>n) << 3;
  const next = across << 3;
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    // Rows that are not there repeat the first; what they give is not stored.
    const first = (a + down * i) << 3;
    const r1 = rows > 1 ? down << 3 : 0;
    const r2 = rows > 2 ? down << 4 : 0;
    const r3 = rows > 3 ? (3 * down) << 3 : 0;
    const to = (c << 3) + rowB * i;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      let pa = first;
      let pb = (b << 3) + ((<usize>j) << 3);
      for (let p = k; p > 0; p--) {
        const u = v128.load(pb);
        const v = v128.load(pb, 16);
        const x0 = v128.load_splat<f64>(pa);
        a0 = f64x2.add(a0, f64x2.mul(x0, u));
        a1 = f64x2.add(a1, f64x2.mul(x0, v));
        const x1 = v128.load_splat<f64>(pa + r1);
        b0 = f64x2.add(b0, f64x2.mul(x1, u));
        b1 = f64x2.add(b1, f64x2.mul(x1, v));
        const x2 = v128.load_splat<f64>(pa + r2);
        c0 = f64x2.add(c0, f64x2.mul(x2, u));
        c1 = f64x2.add(c1, f64x2.mul(x2, v));
        const x3 = v128.load_splat<f64>(pa + r3);
        d0 = f64x2.add(d0, f64x2.mul(x3, u));
        d1 = f64x2.add(d1, f64x2.mul(x3, v));
        pa += next;
        pb += rowB;
      }
      let at = to + ((<usize>j) << 3);
      v128.store(at, f64x2.add(v128.load(at), a0));
      v128.store(at, f64x2.add(v128.load(at, 16), a1), 16);
      if (rows > 1) {
        at += rowB;
        v128.store(at, f64x2.add(v128.load(at), b0));
        v128.store(at, f64x2.add(v128.load(at, 16), b1), 16);
      }
      if (rows > 2) {
        at += rowB;
        v128.store(at, f64x2.add(v128.load(at), c0));
        v128.store(at, f64x2.add(v128.load(at, 16), c1), 16);
      }
      if (rows > 3) {
        at += rowB;
        v128.store(at, f64x2.add(v128.load(at), d0));
        v128.store(at, f64x2.add(v128.load(at, 16), d1), 16);
      }
    }
    for (; j < n; j++) {
      for (let r = 0; r < rows; r++) {
        let sum: f64 = 0;
        let pa = first + ((down * r) << 3);
        let pb = (b << 3) + ((<usize>j) << 3);
        for (let p = k; p > 0; p--) {
          sum += load<f64>(pa) * load<f64>(pb);
          pa += next;
          pb += rowB;
        }
        const at = to + rowB * r + ((<usize>j) << 3);
        store<f64>(at, load<f64>(at) + sum);
      }
    }
  }
}

/** out [m] += weight a v, for a [m, n] and v [n]. */
export function matVec(a: usize, v: usize, out: usize, m: i32, n: i32, weight: f64): void {
  const row = (<usize>n) << 3;
  let pa = a << 3;
  let to = out << 3;
  let i = 0;
  for (; i + 2 <= m; i += 2) {
    let pv = v << 3;
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let t0 = s0;
    let t1 = s0;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const v0 = v128.load(pv);
      const v1 = v128.load(pv, 16);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(pa), v0));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(pa, 16), v1));
      t0 = f64x2.add(t0, f64x2.mul(v128.load(pa + row), v0));
      t1 = f64x2.add(t1, f64x2.mul(v128.load(pa + row, 16), v1));
      pa += 32;
      pv += 32;
    }
    s0 = f64x2.add(s0, s1);
    t0 = f64x2.add(t0, t1);
    let s = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
    let t = f64x2.extract_lane(t0, 0) + f64x2.extract_lane(t0, 1);
    for (; j < n; j++) {
      s += load<f64>(pa) * load<f64>(pv);
      t += load<f64>(pa + row) * load<f64>(pv);
      pa += 8;
      pv += 8;
    }
    store<f64>(to, load<f64>(to) + weight * s);
    store<f64>(to, load<f64>(to, 8) + weight * t, 8);
    pa += row;
    to += 16;
  }
  if (i < m) {
    let pv = v << 3;
    let s = f64x2.splat(0);
    let j = 0;
    for (; j + 2 <= n; j += 2) {
      s = f64x2.add(s, f64x2.mul(v128.load(pa), v128.load(pv)));
      pa += 16;
      pv += 16;
    }
    let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
    if (j < n) sum += load<f64>(pa) * load<f64>(pv);
    store<f64>(to, load<f64>(to) + weight * sum);
  }
}

/** out [n] += weight a' v, for a [m, n] and v [m]. */
export function matVecTransposed(a: usize, v: usize, out: usize, m: i32, n: i32, weight: f64): void {
  const row = (<usize>n) << 3;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const pv = (v + i) << 3;
    const f0 = weight * load<f64>(pv);
    const f1 = weight * load<f64>(pv, 8);
    const f2 = weight * load<f64>(pv, 16);
    const f3 = weight * load<f64>(pv, 24);
    if (f0 == 0 && f1 == 0 && f2 == 0 && f3 == 0) continue;
    const u0 = f64x2.splat(f0);
    const u1 = f64x2.splat(f1);
    const u2 = f64x2.splat(f2);
    const u3 = f64x2.splat(f3);
    let pa = (a + i * n) << 3;
    let to = out << 3;
    let j = 0;
    for (; j + 2 <= n; j += 2) {
      const x = f64x2.add(f64x2.mul(u0, v128.load(pa)), f64x2.mul(u1, v128.load(pa + row)));
      const pc = pa + (row << 1);
      const y = f64x2.add(f64x2.mul(u2, v128.load(pc)), f64x2.mul(u3, v128.load(pc + row)));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(x, y)));
      pa += 16;
      to += 16;
    }
    if (j < n) {
      const pc = pa + (row << 1);
      const x = f0 * load<f64>(pa) + f1 * load<f64>(pa + row);
      store<f64>(to, load<f64>(to) + (x + (f2 * load<f64>(pc) + f3 * load<f64>(pc + row))));
    }
  }
  for (; i < m; i++) add(out, load<f64>((v + i) << 3) * weight, a + i * n, n);
}

/** c [m, n] += weight u v', for u [m] and v [n]. */
export function addOuter(c: usize, u: usize, v: usize, m: i32, n: i32, weight: f64): void {
  for (let i = 0; i < m; i++) add(c + i * n, load<f64>((u + i) << 3) * weight, v, n);
}

@inline
function add(to: usize, factor: f64, v: usize, n: i32): void {
  if (factor == 0) return;
  const f = f64x2.splat(factor);
  let at = to << 3;
  let from = v << 3;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(f, v128.load(from))));
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(f, v128.load(from, 16))), 16);
    at += 32;
    from += 32;
  }
  for (; j < n; j++) {
    store<f64>(at, load<f64>(at) + factor * load<f64>(from));
    at += 8;
    from += 8;
  }
}
