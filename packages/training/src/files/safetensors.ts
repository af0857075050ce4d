import type { Safetensors } from './encode-safetensors.js';
import { openSafetensors } from './open-safetensors.js';

export { encodeSafetensors, type Safetensors } from './encode-safetensors.js';
export { openSafetensors, type SafetensorsFile, type TensorInfo } from './open-safetensors.js';

/**
 * Returns the arrays and metadata of a `.safetensors` file. See {@link openSafetensors} for the element types, and to look at
 * shapes before anything is allocated.
 *
 * @param bytes The whole file.
 * @throws TypeError if `bytes` is no Uint8Array.
 * @throws Error for a truncated or corrupt file, an unknown element type, or integers that float64 does not hold exactly.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { decodeSafetensors, encodeSafetensors } from '@latents/training';
 *
 * const bytes = encodeSafetensors({ arrays: { w: ndArray([1, 2], Float64Array.of(1, 2)) }, metadata: {} });
 * decodeSafetensors(bytes).arrays; // => { w: { shape: [1, 2], data: Float64Array.of(1, 2) } }
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const file = openSafetensors(bytes);
  return { arrays: file.read(), metadata: file.metadata };
}
