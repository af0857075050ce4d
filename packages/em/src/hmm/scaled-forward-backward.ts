import { type ChainLayout, type Heap, withHeap } from '@latents/math/kernels';

const CHUNK = 64;
/** A sum of a step below this is too small for scaled arithmetic to be exact. */
const LEAST = 1e-200;

/** Scaled forward-backward over sequences of up to `capacity` steps, in a heap of its own. */
export class ForwardBackward {
  /** The number of states rounded up to a multiple of 4. */
  readonly stride: number;
  /** p(x_t | z), to be filled by the caller, `[capacity, stride]`; zeros beyond the states. */
  readonly likelihood: Float64Array;
  /** p(z_t | x), `[steps, stride]`, after {@link backward}. */
  readonly gamma: Float64Array;
  /** Expected transitions without their factor A, `[stride, stride]`. */
  readonly pairs: Float64Array;
  private readonly heap: Heap;
  private readonly before: Float64Array;
  private readonly at: Layout;

  /** @param transitions `[states, states]`. */
  constructor(heap: Heap, start: Float64Array, transitions: Float64Array, capacity: number) {
    const states = start.length;
    const { numbers } = heap;
    const at = layoutOf(states, capacity);
    const s = at.states;
    this.heap = heap;
    this.stride = s;
    this.at = at;
    const view = (from: number, length: number) => numbers.subarray(from, from + length);
    this.likelihood = view(at.likelihood, capacity * s);
    this.gamma = view(at.gamma, capacity * s);
    this.pairs = view(at.pairs, s * s);
    this.before = new Float64Array(s * s);
    numbers.fill(0, 0, at.alpha);
    numbers.set(start, at.start);
    for (let i = 0; i < states; i++) {
      for (let j = 0; j < states; j++) {
        numbers[at.transitions + i * s + j] = transitions[i * states + j]!;
        numbers[at.transposed + j * s + i] = transitions[i * states + j]!;
      }
    }
  }

  /**
   * The forward pass over `likelihood`, each step divided by its sum; returns log of the product of the sums, or NaN where a sum
   * is too small for scaled arithmetic to be exact.
   */
  forward(stop: Float64Array | undefined, steps: number): number {
    const { at, stride: s, heap } = this;
    const { numbers, kernels } = heap;
    const taken = kernels.chains.forward(at, steps, LEAST);
    if (taken < steps) return Number.NaN;
    let log = 0;
    let product = 1;
    for (let t = at.sums; t < at.sums + steps; t++) {
      product *= numbers[t]!;
      if (product < 1e-100 || product > 1e100) {
        log += Math.log(product);
        product = 1;
      }
    }
    let last = 1;
    if (stop) {
      last = 0;
      for (let j = 0; j < stop.length; j++) last += numbers[at.alpha + (steps - 1) * s + j]! * stop[j]!;
      if (!(last > LEAST)) return Number.NaN;
    }
    numbers[at.inverse + steps] = 1 / last;
    return log + Math.log(product) + Math.log(last);
  }

  /**
   * After {@link forward}: fills `gamma`, adds to `pairs`, and says whether both passes are exact. A state that the forward pass
   * lost, its share below 5e-324, counts for at most that times `beta / sum`: as long as this stays finite, for less than 1e-15.
   * Where it overflows, a lost state mattered; `pairs` is as it was.
   */
  backward(stop: Float64Array | undefined, steps: number): boolean {
    const { at, stride: s, heap, pairs, before } = this;
    const { numbers, kernels } = heap;
    before.set(pairs);
    for (let j = 0; j < s; j++) numbers[at.beta + j] = (stop ? (stop[j] ?? 0) : 1) * numbers[at.inverse + steps]!;
    kernels.chains.backward(at, steps);
    // What is not finite anywhere makes every later beta so, for 0 times Infinity is NaN.
    for (let j = 0; j < s; j++) {
      if (!Number.isFinite(numbers[at.beta + j]! * numbers[at.inverse]!)) {
        pairs.set(before);
        return false;
      }
    }
    return true;
  }
}

/** A chain for up to `capacity` steps, and the numbers that it needs. */
interface Layout extends ChainLayout {
  readonly length: number;
}

function layoutOf(states: number, capacity: number): Layout {
  const stride = (states + 3) & ~3;
  let end = 0;
  const take = (length: number) => {
    end += length;
    return end - length;
  };
  const start = take(stride);
  const beta = take(stride);
  const [transitions, transposed, pairs] = [take(stride * stride), take(stride * stride), take(stride * stride)];
  const likelihood = take(capacity * stride);
  const [alpha, gamma, scratch] = [take(capacity * stride), take(capacity * stride), take(CHUNK * stride)];
  const [sums, inverse] = [take(capacity), take(capacity + 1)];
  return {
    states: stride,
    chunk: CHUNK,
    start,
    beta,
    transitions,
    transposed,
    pairs,
    likelihood,
    alpha,
    gamma,
    scratch,
    sums,
    inverse,
    length: end,
  };
}

/** Lends a {@link ForwardBackward} for sequences of up to `capacity` steps to `use`. */
export function withForwardBackward<T>(
  start: Float64Array,
  transitions: Float64Array,
  capacity: number,
  use: (pass: ForwardBackward) => T,
): T {
  return withHeap(layoutOf(start.length, capacity).length, (heap) =>
    use(new ForwardBackward(heap, start, transitions, capacity)),
  );
}
