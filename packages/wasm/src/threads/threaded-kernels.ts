import type { Exports } from '../runtime/exports.js';
import type { Runtime, ThreadedKernels } from '../runtime/runtime.js';
import { Scratch } from '../runtime/scratch.js';
import type { ThreadPool } from './thread-pool.js';

/** Floating-point operations that repay waking a thread, and numbers that do where each is read and written once. */
const LEAST_FLOPS = 1_000_000;
const LEAST_NUMBERS = 32_768;
/** Rows of six or columns of eight that a part of a product has, where there may be more parts than threads. */
const TILES = 24;

/** The kernels of a runtime with the large jobs among them cut into parts for the pool. */
export function threadedKernels(runtime: Runtime, pool: ThreadPool): ThreadedKernels {
  const { single } = runtime;
  const scratch = new Scratch(runtime.backend);
  const cut = (size: number, unit: number, least: number) => ranges(size, unit, Math.min(pool.count, size / least));

  const images: Cut = (count, geometry) => {
    const [inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth] = runtime.int32(geometry, 7);
    const image = inHeight! * inWidth! * channels!;
    const columns = outHeight! * outWidth! * filterHeight! * filterWidth! * channels!;
    return cut(count, 1, LEAST_NUMBERS / columns).map(([from, end]) => [from * image, from * columns, end - from]);
  };

  const kernels: Exports = {
    ...single,
    gemm(a, b, c, m, n, k, transposeA, transposeB, accumulate, own) {
      const parts = m > 1 && n > 1 ? regions(m, n, k, pool.count) : [];
      if (parts.length < 2) return single.gemm(a, b, c, m, n, k, transposeA, transposeB, accumulate, own);
      const bytes = parts.map(([from, end]) => (single.gemmScratch(end - from, k) + 15) & -16);
      const each = Math.max(...bytes);
      const base = scratch.of(each * parts.length);
      pool.run(
        'gemmRegion',
        parts.map((part, i) => [a, b, c, m, n, k, transposeA, transposeB, accumulate, base + i * each, ...part]),
      );
    },
    im2col(x, out, count, geometry) {
      const parts = images(count, geometry);
      if (parts.length < 2) return single.im2col(x, out, count, geometry);
      pool.run(
        'im2col',
        parts.map(([image, columns, some]) => [x + 4 * image, out + 4 * columns, some, geometry]),
      );
    },
    col2im(columns, out, count, geometry) {
      const parts = images(count, geometry);
      if (parts.length < 2) return single.col2im(columns, out, count, geometry);
      pool.run(
        'col2im',
        parts.map(([image, from, some]) => [columns + 4 * from, out + 4 * image, some, geometry]),
      );
    },
    adam(value, gradient, m, v, size, ...settings) {
      const parts = cut(size, 16, LEAST_NUMBERS);
      if (parts.length < 2) return single.adam(value, gradient, m, v, size, ...settings);
      pool.run(
        'adam',
        parts.map(([from, end]) => [...[value, gradient, m, v].map((at) => at + 4 * from), end - from, ...settings]),
      );
    },
    momentum(value, gradient, velocity, size, ...settings) {
      const parts = cut(size, 16, LEAST_NUMBERS);
      if (parts.length < 2) return single.momentum(value, gradient, velocity, size, ...settings);
      pool.run(
        'momentum',
        parts.map(([from, end]) => [
          ...[value, gradient, velocity].map((at) => at + 4 * from),
          end - from,
          ...settings,
        ]),
      );
    },
  };
  return {
    kernels,
    end() {
      pool.stop();
      scratch.release();
    },
  };
}

/** For each part: where its images start, where their columns do, both in numbers, and how many images it has. */
type Cut = (count: number, geometry: number) => [image: number, columns: number, count: number][];

type Region = readonly [firstRow: number, endRow: number, firstColumn: number, endColumn: number];

/** A product [m, n] in parts for `threads` threads, along its longer side: what is read again for each part is the shorter. */
function regions(m: number, n: number, k: number, threads: number): Region[] {
  const [size, unit] = m >= n ? [m, 6] : [n, 8];
  const worth = (2 * m * n * k) / LEAST_FLOPS;
  const parts = Math.min(worth, Math.max(threads, Math.min(4 * threads, size / unit / TILES)));
  return ranges(size, unit, parts).map(([from, end]) => (m >= n ? [from, end, 0, n] : [0, m, from, end]));
}

/** At most `parts` ranges of `size` things, each of whole units but the last. */
function ranges(size: number, unit: number, parts: number): [from: number, end: number][] {
  const units = Math.ceil(size / unit);
  const count = Math.max(1, Math.min(Math.floor(parts), units));
  const start = (i: number) => Math.min(size, unit * Math.floor((i * units) / count));
  return Array.from({ length: count }, (_, i) => [start(i), start(i + 1)]);
}
