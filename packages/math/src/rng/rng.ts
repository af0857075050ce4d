import { drawLogGamma } from './gamma.js';
import { philox4x32 } from './philox.js';

/** Everything needed to continue a stream exactly where it stood: plain JSON. */
export interface RngState {
  readonly algorithm: 'philox4x32-10';
  /** The 64-bit key, low word first. */
  readonly key: readonly [number, number];
  /** Index of the next block of four words. */
  readonly block: number;
  /** Words of the current block already used, 0 to 4 (4: the next draw opens a new block). */
  readonly lane: number;
  /** How many children `split` has made. */
  readonly children: number;
}

const TWO_32 = 2 ** 32;
// The last counter word tells streams of one key apart: draws, children by split, children by fork.
const DRAW = 0;
const SPLIT = 1;
const FORK = 2;

/**
 * A seeded stream of random numbers: Philox4x32-10, counter-based, so the same seed gives the same numbers on every
 * machine and backend. Pass one to whatever draws; never share one between two things that may run in either order:
 * give each its own with {@link Rng.split} or {@link Rng.fork}.
 *
 * Make one with {@link createRng}.
 */
export class Rng {
  readonly algorithm = 'philox4x32-10';
  private readonly key0: number;
  private readonly key1: number;
  private readonly words = new Uint32Array(4);
  private block: number;
  private lane: number;
  private children: number;
  private readonly allowance: { left: number } | undefined;

  constructor(state: RngState, allowance?: { left: number }) {
    this.allowance = allowance;
    this.key0 = state.key[0];
    this.key1 = state.key[1];
    this.block = state.block;
    this.lane = state.lane;
    this.children = state.children;
    if (this.lane < 4) this.encrypt(this.words, 0, this.block - 1, DRAW);
  }

  /** The state, to be restored with `createRng(state)`. */
  state(): RngState {
    return {
      algorithm: this.algorithm,
      key: [this.key0, this.key1],
      block: this.block,
      lane: this.lane,
      children: this.children,
    };
  }

  /**
   * Returns this stream with an allowance: fills of it and of its children may draw `count` numbers in all. A file that is
   * loaded cannot then ask for more weights than it holds.
   *
   * @throws RangeError unless `count` is a non-negative integer.
   */
  limited(count: number): Rng {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`rng.limited(count): expected a non-negative integer, got ${count}.`);
    }
    return new Rng(this.state(), { left: count });
  }

  /**
   * Checks that `count` numbers may still be drawn. Call it before their memory is allocated.
   *
   * @throws RangeError if {@link limited} allows fewer.
   */
  checkAllowance(count: number): void {
    if (this.allowance !== undefined && !(count <= this.allowance.left)) {
      throw new RangeError(`rng: expected at most ${this.allowance.left} more numbers to be drawn, got ${count}.`);
    }
  }

  /** A child stream, independent of this one and of all its other children. Each call gives another child. */
  split(): Rng {
    return this.child(this.children++, SPLIT);
  }

  /**
   * The child stream named `index`: the same for the same index, however much was drawn.
   *
   * @throws RangeError unless `index` is a non-negative integer.
   */
  fork(index: number): Rng {
    if (!Number.isSafeInteger(index) || index < 0) {
      throw new RangeError(`rng.fork(index): expected a non-negative integer, got ${index}.`);
    }
    return this.child(index, FORK);
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.word() >>> 5;
    return (high * 0x4000000 + (this.word() >>> 6)) / 2 ** 53;
  }

  /**
   * Uniform on the integers 0 to `bound` - 1, without bias.
   *
   * @throws RangeError unless `bound` is an integer from 1 to 2^32.
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32) {
      throw new RangeError(`rng.integer(bound): expected an integer from 1 to 2^32, got ${bound}.`);
    }
    const limit = TWO_32 - (TWO_32 % bound);
    for (;;) {
      const word = this.word();
      if (word < limit) return word % bound;
    }
  }

  /** Standard normal. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Standard exponential (rate 1). */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** Standard Gumbel (location 0, scale 1), always finite. */
  gumbel(): number {
    return gumbelOf(uniformOpen(this.word(), this.word()));
  }

  /**
   * Gamma with the given shape and rate 1.
   *
   * @throws RangeError unless the shape is positive and finite.
   */
  gamma(shape: number): number {
    return Math.exp(drawLogGamma(this, shape));
  }

  /**
   * The logarithm of a Gamma(shape, rate 1) draw: right where the draw itself would underflow.
   *
   * @throws RangeError unless the shape is positive and finite.
   */
  logGamma(shape: number): number {
    return drawLogGamma(this, shape);
  }

  /**
   * A uniformly random permutation of 0 to `length` - 1.
   *
   * @throws RangeError unless `length` is an integer from 0 to 2^32 - 1.
   */
  permutation(length: number): Uint32Array {
    if (!Number.isInteger(length) || length < 0 || length >= TWO_32) {
      throw new RangeError(`rng.permutation(length): expected an integer from 0 to 2^32 - 1, got ${length}.`);
    }
    const order = Uint32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  }

  /**
   * Fills `out` with uniforms on [0, 1) and returns it: 24-bit for a Float32Array, 53-bit for a Float64Array.
   * Fills start at a fresh block, so that their words can also be computed four at a time.
   */
  fillUniform<A extends Float32Array | Float64Array>(out: A): A {
    if (out instanceof Float64Array) return this.fill(out, 2, 2, (w, i) => uniform53(w[i]!, w[i + 1]!));
    return this.fill(out, 4, 1, (w, i) => (w[i]! >>> 8) / 0x1000000);
  }

  /** Fills `out` with standard normals (Box-Muller, both halves used) and returns it. */
  fillNormal<A extends Float32Array | Float64Array>(out: A): A {
    this.spend(out.length);
    const wide = out instanceof Float64Array;
    const pairs = wide ? 1 : 2;
    const words = this.words;
    for (let i = 0; i < out.length; i += 2 * pairs) {
      this.nextBlock();
      for (let pair = 0; pair < pairs; pair++) {
        const u = wide ? 1 - uniform53(words[0]!, words[1]!) : (words[2 * pair]! + 0.5) / TWO_32;
        const v = wide ? uniform53(words[2]!, words[3]!) : words[2 * pair + 1]! / TWO_32;
        const radius = Math.sqrt(-2 * Math.log(u));
        const angle = 2 * Math.PI * v;
        const at = i + 2 * pair;
        out[at] = radius * Math.cos(angle);
        if (at + 1 < out.length) out[at + 1] = radius * Math.sin(angle);
      }
    }
    this.lane = 4;
    return out;
  }

  /**
   * Claims the next `blocks` blocks of four words for a fill that is computed elsewhere (a GPU, a WASM kernel): its key
   * and the index of its first block. This generator continues after them, as after `fillUniform`.
   */
  take(blocks: number): { readonly key: readonly [number, number]; readonly block: number } {
    if (!Number.isSafeInteger(blocks) || blocks < 0) {
      throw new RangeError(`rng.take(blocks): expected a non-negative integer, got ${blocks}.`);
    }
    const { block } = this;
    this.block += blocks;
    this.lane = 4;
    return { key: [this.key0, this.key1], block };
  }

  /** Fills `out` with standard Gumbels, all finite, and returns it. */
  fillGumbel<A extends Float32Array | Float64Array>(out: A): A {
    if (out instanceof Float64Array) return this.fill(out, 2, 2, (w, i) => gumbelOf(uniformOpen(w[i]!, w[i + 1]!)));
    return this.fill(out, 4, 1, (w, i) => gumbelOf((w[i]! + 0.5) / TWO_32));
  }

  private fill<A extends Float32Array | Float64Array>(
    out: A,
    perBlock: number,
    stride: number,
    draw: (words: Uint32Array, index: number) => number,
  ): A {
    this.spend(out.length);
    for (let i = 0; i < out.length; i += perBlock) {
      this.nextBlock();
      const end = Math.min(perBlock, out.length - i);
      for (let j = 0; j < end; j++) out[i + j] = draw(this.words, j * stride);
    }
    this.lane = 4;
    return out;
  }

  private word(): number {
    if (this.lane >= 4) this.nextBlock();
    return this.words[this.lane++]!;
  }

  private nextBlock(): void {
    this.encrypt(this.words, 0, this.block++, DRAW);
    this.lane = 0;
  }

  private child(index: number, purpose: number): Rng {
    const key = new Uint32Array(4);
    this.encrypt(key, 0, index, purpose);
    return new Rng(
      { algorithm: this.algorithm, key: [key[0]!, key[1]!], block: 0, lane: 4, children: 0 },
      this.allowance,
    );
  }

  private spend(count: number): void {
    this.checkAllowance(count);
    if (this.allowance !== undefined) this.allowance.left -= count;
  }

  private encrypt(out: Uint32Array, offset: number, index: number, purpose: number): void {
    philox4x32(out, offset, index >>> 0, Math.floor(index / TWO_32), 0, purpose, this.key0, this.key1);
  }
}

/** A uniform strictly between 0 and 1: the odd multiples of 2^-53, which doubles hold exactly. */
function uniformOpen(a: number, b: number): number {
  return ((a >>> 6) * 0x4000000 + (b >>> 6) + 0.5) / 2 ** 52;
}

function gumbelOf(u: number): number {
  return -Math.log(-Math.log(u));
}

function uniform53(a: number, b: number): number {
  return ((a >>> 5) * 0x4000000 + (b >>> 6)) / 2 ** 53;
}
