import type { ByteStore } from '../files/byte-store.js';
import type { Stored } from './model.js';
import { encodeModel } from './model-file.js';
import { checkFiniteWeights, readWeights } from './parameters.js';

/**
 * Saves a model's description and weights as one `.safetensors` file.
 *
 * @param destination A store: `fileStore(path)` in Node, `browserStore(key)` or `downloadStore(name)` in a page, or any object with `write(bytes)`.
 * @throws TypeError if the destination cannot be written to.
 * @throws Error if a weight is not finite; what the store holds is then left as it was. Errors of the store are passed on.
 * @example
 * ```ts
 * import { createVae, createRng, load, save } from '@latents/autoencoders';
 *
 * const vae = createVae({ inputDim: 4, latentDim: 2, hidden: [8], rng: createRng(0) });
 * let file = new Uint8Array();
 * await save(vae, { write: async (bytes) => void (file = bytes) });
 * const again = await load(createVae, file);
 * again.config.kind; // => 'vae'
 * ```
 */
export async function save(model: Stored, destination: Pick<ByteStore, 'write'>): Promise<void> {
  if (typeof destination?.write !== 'function') {
    throw new TypeError(
      `save(model, destination): expected a store with write(bytes), got ${typeof destination}. In Node use fileStore(path), in a page browserStore(key) or downloadStore(name).`,
    );
  }
  const arrays = await readWeights(model);
  checkFiniteWeights('save(model, destination)', arrays);
  await destination.write(encodeModel({ config: model.config, arrays }));
}
