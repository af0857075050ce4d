import { type Heap, packedSize, packLower, withHeap } from '@latents/math/kernels';
import type { Gaussians } from './gaussians.js';

/** Rows past a block that tiles of the moments' kernel may read. */
const SLACK = 16;

/** How many rows of d numbers are worked on together: as many as the first cache holds, twice. */
function rowsOf(d: number): number {
  return Math.max(8, Math.min(256, (2048 / d) & ~3));
}

/**
 * Densities and statistics of Gaussians over blocks of rows, in a heap of their own: memory is O(block k), whatever the number of rows.
 */
export class GaussianBlocks {
  /** The most rows of a block. */
  readonly capacity: number;
  /** Number j of row r of the block at `4 d (r >> 2) + 4 j + (r & 3)`, about the origin. */
  readonly block: Float64Array;
  /** log p(x, c), then responsibilities, of row r and component c: at `c capacity + r`. */
  readonly joint: Float64Array;
  /** How often each row counts; {@link load} sets ones, and zeros for padding. */
  readonly weights: Float64Array;
  /** Of each row after {@link respond}: the greatest log joint, and the sums of `e^(log joint - top)` alone and times its exponent. */
  readonly tops: Float64Array;
  readonly sums: Float64Array;
  readonly tilts: Float64Array;
  private readonly g: Gaussians;
  private readonly heap: Heap;
  private readonly at: Layout;
  private rows = 0;

  constructor(g: Gaussians, heap: Heap) {
    this.g = g;
    this.heap = heap;
    this.at = layoutOf(g);
    const { at } = this;
    const { dimensions: d, components: k } = g.family;
    this.capacity = rowsOf(d);
    const view = (from: number, length: number) => heap.numbers.subarray(from, from + length);
    this.block = view(0, this.capacity * d);
    this.joint = view(at.joint, this.capacity * k);
    this.weights = view(at.weights, this.capacity);
    this.tops = view(at.tops, this.capacity);
    this.sums = view(at.sums, this.capacity);
    this.tilts = view(at.tilts, this.capacity);
    heap.numbers.fill(0, at.statistics, at.statistics + g.statisticsLength);
    heap.numbers.fill(0, at.shifts, at.shifts + k * at.shift);
    for (let c = 0; c < k; c++) heap.numbers.set(g.shifts.subarray(c * d, (c + 1) * d), at.shifts + c * at.shift);
    if (!g.form.full) heap.numbers.set(g.whitening, at.whitening);
    else
      for (let m = 0; m < g.covarianceCount; m++)
        packLower(g.whitening, m * d * d, d, heap.numbers, at.whitening + m * at.packed);
  }

  /** Takes rows `from` to `to` of row-major data. */
  load(data: ArrayLike<number>, from: number, to: number): void {
    const { block, weights } = this;
    const { dimensions: d, origin } = this.g.family;
    this.rows = (to - from + 3) & ~3;
    for (let row = 0; row < this.rows; row++) {
      const at = (row >> 2) * 4 * d + (row & 3);
      const source = (from + row) * d;
      const real = from + row < to;
      weights[row] = real ? 1 : 0;
      for (let j = 0; j < d; j++) block[at + 4 * j] = real ? data[source + j]! - origin[j]! : 0;
    }
  }

  /** `joint` = log N(x | c) + logWeights[c]. */
  logDensities(logWeights: ArrayLike<number>): void {
    const { g, heap, at, rows, capacity } = this;
    const { components: k, dimensions: d } = g.family;
    const { full, tied } = g.form;
    const { kernels } = heap;
    const base = -0.5 * d * Math.log(2 * Math.PI);
    for (let c = 0; c < k; c++) {
      const m = tied ? 0 : c;
      const constant = base - 0.5 * g.logDet[m]! + logWeights[c]!;
      const layout = {
        block: 0,
        rows,
        dimensions: d,
        whitening: at.whitening + m * at.packed,
        shift: at.shifts + c * at.shift,
        constant,
        out: at.joint + c * capacity,
      };
      if (full) kernels.mixtures.fullDensities(layout);
      else kernels.mixtures.diagonalDensities(layout);
    }
  }

  /** `joint` from log p(x, c) to weight p(c | x). */
  respond(): void {
    const { g, heap, at, rows, capacity } = this;
    const { joint, weights, tops, sums, tilts } = at;
    const { components } = g.family;
    heap.kernels.mixtures.respond({ joint, stride: capacity, rows, components, weights, tops, sums, tilts });
  }

  /** Gathers the block's statistics under the weights in `joint`. */
  accumulate(): void {
    const { g, heap, at, rows, capacity } = this;
    const { components: k, dimensions: d } = g.family;
    const { numbers, kernels } = heap;
    for (let c = 0; c < k; c++) {
      const layout = {
        block: 0,
        rows,
        dimensions: d,
        weights: at.joint + c * capacity,
        scaled: at.scaled,
        sums: at.statistics + k + c * d,
        squares: at.statistics + k + k * d + (g.form.tied ? 0 : c * g.storedSize),
      };
      numbers[at.statistics + c]! += g.form.full
        ? kernels.mixtures.fullMoments(layout)
        : kernels.mixtures.diagonalMoments(layout);
    }
  }

  /** Adds what was gathered to `statistics`. */
  addTo(statistics: Float64Array, offset: number): void {
    const { numbers } = this.heap;
    for (let i = 0; i < this.g.statisticsLength; i++) statistics[offset + i]! += numbers[this.at.statistics + i]!;
  }
}

interface Layout {
  readonly scaled: number;
  readonly shifts: number;
  /** Numbers between the shifts of two components. */
  readonly shift: number;
  readonly whitening: number;
  /** Numbers between two whitenings. */
  readonly packed: number;
  readonly joint: number;
  readonly weights: number;
  readonly tops: number;
  readonly sums: number;
  readonly tilts: number;
  readonly statistics: number;
  readonly length: number;
}

function layoutOf(g: Gaussians): Layout {
  const { components: k, dimensions: d } = g.family;
  const capacity = rowsOf(d);
  const shift = (d + 3) & ~3;
  const packed = g.form.full ? packedSize(d) : d;
  const scaled = capacity * d + SLACK;
  const shifts = scaled + capacity * d + SLACK;
  const whitening = shifts + k * shift;
  const joint = whitening + g.covarianceCount * packed;
  const weights = joint + k * capacity;
  const [tops, sums, tilts, statistics] = [1, 2, 3, 4].map((i) => weights + i * capacity) as [
    number,
    number,
    number,
    number,
  ];
  const length = statistics + g.statisticsLength;
  return { scaled, shifts, shift, whitening, packed, joint, weights, tops, sums, tilts, statistics, length };
}

/** Lends {@link GaussianBlocks} to `use`. */
export function withGaussianBlocks<T>(g: Gaussians, use: (blocks: GaussianBlocks) => T): T {
  return withHeap(layoutOf(g).length, (heap) => use(new GaussianBlocks(g, heap)));
}
