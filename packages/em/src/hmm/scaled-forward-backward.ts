const CHUNK = 64;

/** `out[j] = sum_i v[i] m[i, j]`, eight columns at a time (their sums do not wait for each other), then four. `s` is a multiple of 4. */
function rowTimesMatrix(v: Float64Array, at: number, m: Float64Array, s: number, out: Float64Array, to: number): void {
  let j = 0;
  for (; j + 8 <= s; j += 8) {
    let c0 = 0;
    let c1 = 0;
    let c2 = 0;
    let c3 = 0;
    let c4 = 0;
    let c5 = 0;
    let c6 = 0;
    let c7 = 0;
    for (let i = 0, p = j; i < s; i++, p += s) {
      const x = v[at + i]!;
      c0 += x * m[p]!;
      c1 += x * m[p + 1]!;
      c2 += x * m[p + 2]!;
      c3 += x * m[p + 3]!;
      c4 += x * m[p + 4]!;
      c5 += x * m[p + 5]!;
      c6 += x * m[p + 6]!;
      c7 += x * m[p + 7]!;
    }
    out[to + j] = c0;
    out[to + j + 1] = c1;
    out[to + j + 2] = c2;
    out[to + j + 3] = c3;
    out[to + j + 4] = c4;
    out[to + j + 5] = c5;
    out[to + j + 6] = c6;
    out[to + j + 7] = c7;
  }
  if (j === s) return;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  for (let i = 0, p = j; i < s; i++, p += s) {
    const x = v[at + i]!;
    c0 += x * m[p]!;
    c1 += x * m[p + 1]!;
    c2 += x * m[p + 2]!;
    c3 += x * m[p + 3]!;
  }
  out[to + j] = c0;
  out[to + j + 1] = c1;
  out[to + j + 2] = c2;
  out[to + j + 3] = c3;
}

/** Buffers for sequences of up to `capacity` steps, made once for all of them. */
export class ForwardBackward {
  readonly stride: number;
  likelihood = new Float64Array();
  alpha = new Float64Array();
  /** p(z_t | x), `[T, stride]`, after {@link run}. */
  gamma = new Float64Array();
  shift = new Float64Array();
  /** Expected transitions without their factor A, `[stride, stride]`. */
  readonly pairs: Float64Array;
  private readonly rows: Float64Array;
  private readonly columns: Float64Array;
  private readonly beta: Float64Array;
  private readonly next: Float64Array;
  private inverse = new Float64Array();
  private readonly before: Float64Array;

  /** @param transitions `[states, states]`. The stride is the number of states rounded up to a multiple of 4. */
  constructor(states: number, transitions: Float64Array) {
    const s = (states + 3) & ~3;
    this.stride = s;
    this.rows = new Float64Array(s * s);
    this.columns = new Float64Array(s * s);
    for (let i = 0; i < states; i++) {
      for (let j = 0; j < states; j++) {
        this.rows[i * s + j] = transitions[i * states + j]!;
        this.columns[j * s + i] = transitions[i * states + j]!;
      }
    }
    this.pairs = new Float64Array(s * s);
    this.before = new Float64Array(s * s);
    this.beta = new Float64Array(s);
    this.next = new Float64Array(CHUNK * s);
  }

  reserve(steps: number): void {
    if (this.alpha.length >= steps * this.stride) return;
    this.likelihood = new Float64Array(steps * this.stride);
    this.alpha = new Float64Array(steps * this.stride);
    this.gamma = new Float64Array(steps * this.stride);
    this.inverse = new Float64Array(steps + 1);
  }

  /**
   * The forward pass over `likelihood`, each step divided by its sum; returns log of the product of the sums, or NaN where a sum
   * is too small for scaled arithmetic to be exact.
   */
  forward(start: Float64Array, stop: Float64Array | undefined, steps: number): number {
    const { stride: s, alpha, likelihood, rows, inverse } = this;
    let log = 0;
    let product = 1;
    for (let t = 0; t < steps; t++) {
      const at = t * s;
      let sum = 0;
      if (t === 0) for (let j = 0; j < start.length; j++) sum += alpha[j] = start[j]! * likelihood[j]!;
      else {
        rowTimesMatrix(alpha, at - s, rows, s, alpha, at);
        for (let j = at; j < at + s; j++) {
          const value = alpha[j]! * likelihood[j]!;
          alpha[j] = value;
          sum += value;
        }
      }
      if (!(sum > 1e-200)) return Number.NaN;
      const scale = 1 / sum;
      inverse[t] = scale;
      for (let j = at; j < at + s; j++) alpha[j]! *= scale;
      product *= sum;
      if (product < 1e-100 || product > 1e100) {
        log += Math.log(product);
        product = 1;
      }
    }
    let last = 1;
    if (stop) {
      last = 0;
      for (let j = 0; j < stop.length; j++) last += alpha[(steps - 1) * s + j]! * stop[j]!;
      if (!(last > 1e-200)) return Number.NaN;
    }
    inverse[steps] = 1 / last;
    return log + Math.log(product) + Math.log(last);
  }

  /**
   * After {@link forward}: fills `gamma`, adds to `pairs`, and says whether both passes are exact. A state that the forward pass
   * lost, its share below 5e-324, counts for at most that times `beta / sum`: as long as this stays finite, for less than 1e-15.
   * Where it overflows, a lost state mattered; `pairs` is as it was.
   */
  backward(stop: Float64Array | undefined, steps: number): boolean {
    const { stride: s, alpha, gamma, likelihood, columns, inverse, beta, next, pairs, before } = this;
    before.set(pairs);
    const last = (steps - 1) * s;
    for (let j = 0; j < s; j++) {
      beta[j] = (stop ? (stop[j] ?? 0) : 1) * inverse[steps]!;
      gamma[last + j] = alpha[last + j]! * beta[j]!;
    }
    for (let end = steps - 1; end > 0; end -= CHUNK) {
      const begin = Math.max(0, end - CHUNK);
      for (let t = end - 1; t >= begin; t--) {
        const at = (t + 1) * s;
        const w = (t - begin) * s;
        const scale = inverse[t + 1]!;
        for (let j = 0; j < s; j++) next[w + j] = likelihood[at + j]! * (beta[j]! * scale);
        rowTimesMatrix(next, w, columns, s, beta, 0);
        for (let i = 0, g = t * s; i < s; i++, g++) gamma[g] = alpha[g]! * beta[i]!;
      }
      this.addPairs(begin, end);
    }
    // What is not finite anywhere makes every later beta so, for 0 times Infinity is NaN.
    for (let j = 0; j < s; j++) {
      if (!Number.isFinite(beta[j]! * inverse[0]!)) {
        pairs.set(before);
        return false;
      }
    }
    return true;
  }

  /** `pairs += alpha' next` over a chunk, in tiles of 4 by 2 that stay in registers. */
  private addPairs(begin: number, end: number): void {
    const { stride: s, alpha, next, pairs } = this;
    for (let i = 0; i < s; i += 4) {
      for (let j = 0; j < s; j += 2) {
        let p00 = 0;
        let p01 = 0;
        let p10 = 0;
        let p11 = 0;
        let p20 = 0;
        let p21 = 0;
        let p30 = 0;
        let p31 = 0;
        for (let t = begin, a = begin * s + i, w = j; t < end; t++, a += s, w += s) {
          const w0 = next[w]!;
          const w1 = next[w + 1]!;
          const a0 = alpha[a]!;
          const a1 = alpha[a + 1]!;
          const a2 = alpha[a + 2]!;
          const a3 = alpha[a + 3]!;
          p00 += a0 * w0;
          p01 += a0 * w1;
          p10 += a1 * w0;
          p11 += a1 * w1;
          p20 += a2 * w0;
          p21 += a2 * w1;
          p30 += a3 * w0;
          p31 += a3 * w1;
        }
        const p = i * s + j;
        pairs[p]! += p00;
        pairs[p + 1]! += p01;
        pairs[p + s]! += p10;
        pairs[p + s + 1]! += p11;
        pairs[p + 2 * s]! += p20;
        pairs[p + 2 * s + 1]! += p21;
        pairs[p + 3 * s]! += p30;
        pairs[p + 3 * s + 1]! += p31;
      }
    }
  }
}
