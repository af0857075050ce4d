import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';

/** How much im2col may lay out at once, in floats: enough for long panels, little enough to stay in the cache. */
const COLUMNS = 1 << 16;

/** The sizes of a convolution, in tfjs's words. */
export type Geometry = tf.backend_util.Conv2DInfo;

/** Numbers as the second module reads them (assembly/convolution.ts). */
export function geometryOf(info: Geometry): number[] {
  return [
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    info.outChannels / info.inChannels,
  ];
}

/** Scratch for `images` images' columns, for the products over them, and the geometry. */
export interface Workspace {
  /** Images a pass. */
  readonly images: number;
  readonly geometry: number;
  readonly columns: number;
  readonly gemm: number;
}

/** Lays out scratch for a convolution whose products are of [m, k] by [k, n], m and k being functions of the images a pass. */
export function workspace(
  runtime: Runtime,
  info: Geometry,
  product: (pixels: number, patch: number) => readonly [m: number, k: number],
): Workspace {
  const pixels = info.outHeight * info.outWidth;
  const patch = info.filterHeight * info.filterWidth * info.inChannels;
  const images = Math.max(1, Math.min(info.batchSize, Math.floor(COLUMNS / (pixels * patch))));
  const columnBytes = 4 * images * pixels * patch;
  const [m, k] = product(images * pixels, patch);
  const base = runtime.scratch(64 + columnBytes + runtime.kernels.gemmScratch(m, k));
  runtime.int32(base, 14).set(geometryOf(info));
  return { images, geometry: base, columns: base + 64, gemm: base + 64 + columnBytes };
}

/**
 * Runs a kernel of convolution on two operands and returns its output.
 *
 * @param space As `workspace` laid it out.
 */
export function convolved(
  runtime: Runtime,
  kernel: 'convolve' | 'convolveInput',
  info: Geometry,
  operands: readonly [tf.TensorInfo, tf.TensorInfo],
  out: tf.TensorInfo,
  space: Workspace,
): tf.TensorInfo {
  const [left, right] = operands.map((operand) => runtime.pointer(operand)) as [number, number];
  const { images, geometry, columns } = space;
  runtime.kernels[kernel](
    left,
    right,
    runtime.pointer(out),
    info.batchSize,
    images,
    info.outChannels,
    geometry,
    columns,
  );
  return out;
}
