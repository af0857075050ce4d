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
  let pa = a << 3;
  let to = out << 3;
  for (let i = m; i > 0; i--) {
    let pv = v << 3;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      s0 = f64x2.add(s0, f64x2.mul(v128.load(pa), v128.load(pv)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(pa, 16), v128.load(pv, 16)));
      pa += 32;
      pv += 32;
    }
    s0 = f64x2.add(s0, s1);
    let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
    for (; j < n; j++) {
      sum += load<f64>(pa) * load<f64>(pv);
      pa += 8;
      pv += 8;
    }
    store<f64>(to, load<f64>(to) + weight * sum);
    to += 8;
  }
}

/** out [n] += weight a' v, for a [m, n] and v [m]. */
export function matVecTransposed(a: usize, v: usize, out: usize, m: i32, n: i32, weight: f64): void {
  for (let i = 0; i < m; i++) add(out, load<f64>((v + i) << 3) * weight, a + i * n, n);
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
