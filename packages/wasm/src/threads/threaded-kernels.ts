import type { Exports } from '../runtime/exports.js';
import type { Runtime, ThreadedKernels } from '../runtime/runtime.js';
import { Scratch } from '../runtime/scratch.js';
import { GROUPS, NUMBERS, ranges, regions } from './parts.js';
import type { ThreadPool } from './thread-pool.js';

/** The kernels of a runtime with the large jobs among them cut into parts for the pool. */
export function threadedKernels(runtime: Runtime, pool: ThreadPool): ThreadedKernels {
  const { single } = runtime;
  const scratch = new Scratch(runtime.backend);
  /** Ranges of the things of which `each` numbers are read and written, if there is enough of them. */
  const cut = (size: number, each: number, unit = 1) =>
    ranges(size, unit, Math.min(pool.count, (size * each) / NUMBERS));

  /** A convolution, each part some groups of images: a group is computed as on one thread. */
  const byImages =
    (name: 'convolve' | 'convolveInput'): Exports[typeof name] =>
    (from, filter, to, images, group, outChannels, geometry, own) => {
      const [inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth] = runtime.int32(geometry, 7);
      const [image, pixels] = [inHeight! * inWidth! * channels!, outHeight! * outWidth!];
      const patch = filterHeight! * filterWidth! * channels!;
      const worth = (images * pixels * patch) / NUMBERS;
      const parts = ranges(images, group, Math.min(GROUPS * pool.count, worth));
      if (parts.length < 2) return single[name](from, filter, to, images, group, outChannels, geometry, own);
      const depth = name === 'convolve' ? patch : outChannels;
      const each = (4 * group * pixels * patch + single.gemmScratch(group * pixels, depth) + 63) & -64;
      const base = scratch.of(each * parts.length);
      const [x, y] = name === 'convolve' ? [image, pixels * outChannels] : [pixels * outChannels, image];
      pool.run(
        name,
        parts.map(([first, end], i) => {
          const operands = [from + 4 * x * first, filter, to + 4 * y * first, end - first];
          return [...operands, group, outChannels, geometry, base + i * each];
        }),
      );
    };

  const kernels: Exports = {
    ...single,
    convolve: byImages('convolve'),
    convolveInput: byImages('convolveInput'),
    gemm(a, b, c, m, n, k, transposeA, transposeB, start, own) {
      const parts = m > 1 && n > 1 ? regions(m, n, k, pool.count) : [];
      if (parts.length < 2) return single.gemm(a, b, c, m, n, k, transposeA, transposeB, start, own);
      const each = Math.max(...parts.map(([first, end]) => (single.gemmScratch(end - first, k) + 63) & -64));
      const base = scratch.of(each * parts.length);
      pool.run(
        'gemmRegion',
        parts.map((part, i) => [a, b, c, m, n, k, transposeA, transposeB, start, base + i * each, ...part]),
      );
    },
    im2col(x, out, count, geometry) {
      const [inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth] = runtime.int32(geometry, 7);
      const image = inHeight! * inWidth! * channels!;
      const columns = outHeight! * outWidth! * filterHeight! * filterWidth! * channels!;
      const parts = cut(count, columns);
      if (parts.length < 2) return single.im2col(x, out, count, geometry);
      pool.run(
        'im2col',
        parts.map(([from, end]) => [x + 4 * image * from, out + 4 * columns * from, end - from, geometry]),
      );
    },
    unary(op, x, out, size, alpha) {
      const parts = cut(size, 1, 16);
      if (parts.length < 2) return single.unary(op, x, out, size, alpha);
      pool.run(
        'unary',
        parts.map(([from, end]) => [op, x + 4 * from, out + 4 * from, end - from, alpha]),
      );
    },
    bernoulliLogProb(logits, targets, out, rows, width, period, first) {
      const parts = cut(rows, width);
      if (parts.length < 2) return single.bernoulliLogProb(logits, targets, out, rows, width, period, first);
      pool.run(
        'bernoulliLogProb',
        parts.map(([from, end]) => [
          logits + 4 * width * from,
          targets,
          out + 4 * from,
          end - from,
          width,
          period,
          first + from,
        ]),
      );
    },
    bernoulliGradient(dy, logits, targets, out, rows, width, period, first) {
      const parts = cut(rows, width);
      if (parts.length < 2) return single.bernoulliGradient(dy, logits, targets, out, rows, width, period, first);
      pool.run(
        'bernoulliGradient',
        parts.map(([from, end]) => [
          dy + 4 * from,
          logits + 4 * width * from,
          targets,
          out + 4 * width * from,
          end - from,
          width,
          period,
          first + from,
        ]),
      );
    },
    adam(value, gradient, m, v, size, ...settings) {
      const parts = cut(size, 1, 16);
      if (parts.length < 2) return single.adam(value, gradient, m, v, size, ...settings);
      pool.run(
        'adam',
        parts.map(([from, end]) => [...[value, gradient, m, v].map((at) => at + 4 * from), end - from, ...settings]),
      );
    },
    momentum(value, gradient, velocity, size, ...settings) {
      const parts = cut(size, 1, 16);
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
