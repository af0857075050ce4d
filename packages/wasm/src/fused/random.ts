import { OPERATIONS, type RandomAttributes } from '@latents/core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';

/** Random numbers, drawn in the backend's memory. */
export const random: FusedKernel = {
  name: OPERATIONS.random.kernel,
  run: ({ runtime, attrs }) => {
    const { normal, shape, key, block } = attrs as unknown as RandomAttributes;
    const out = runtime.output(shape);
    const [low, high] = [block >>> 0, Math.floor(block / 2 ** 32)];
    runtime.kernels.random(Number(normal), runtime.pointer(out), sizeOf(shape), key[0], key[1], low, high);
    return out;
  },
};
