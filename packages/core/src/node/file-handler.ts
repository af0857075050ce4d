import { readFile } from 'node:fs/promises';
import { type NdArray, sizeOfShape } from '@latents/math';
import { decodeSafetensors, encodeSafetensors } from '@latents/training';
import { writeWhole } from '@latents/training/node';
import * as tf from '@tensorflow/tfjs-core';

const KEY = 'latents.model';

/**
 * A tfjs IO handler for one `.safetensors` file (tfjs itself has none for Node without its native binary). Python's
 * `safetensors` reads the same file; the model's configuration is in its metadata.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { load, mlp, save } from '@latents/core';
 * import { fileHandler } from '@latents/core/node';
 *
 * const { variables } = mlp({ inputDim: 2, hidden: [], outputDim: 1, rng: createRng(0) });
 * const model = { config: { kind: 'linear map' }, variables };
 * await save(model, fileHandler('map.safetensors'));
 * await load(model, fileHandler('map.safetensors'));
 * ```
 * @throws Error if `path` does not end in `.safetensors`; while saving, if a weight is not of float32; while loading, if the
 * file is missing, truncated or corrupt.
 */
export function fileHandler(path: string): tf.io.IOHandler {
  if (!path.endsWith('.safetensors')) {
    throw new Error(`fileHandler(path): expected a path that ends in .safetensors, got '${path}'.`);
  }
  return {
    save: async ({ format, modelTopology, weightSpecs = [], weightData = new ArrayBuffer(0) }) => {
      const buffer = tf.io.CompositeArrayBuffer.join(weightData);
      const arrays: Record<string, NdArray> = {};
      let offset = 0;
      for (const { name, shape, dtype } of weightSpecs) {
        if (dtype !== 'float32') throw new Error(`fileHandler: expected float32 weights, got '${name}' of ${dtype}.`);
        const length = sizeOfShape(shape);
        arrays[name] = { shape, data: new Float32Array(buffer, offset, length) };
        offset += 4 * length;
      }
      const metadata = { [KEY]: JSON.stringify({ format, modelTopology }) };
      await writeWhole(path, encodeSafetensors({ arrays, metadata }));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
    load: async () => {
      const { arrays, metadata } = decodeSafetensors(new Uint8Array(await readFile(path)));
      const { format, modelTopology } = parse(path, metadata[KEY] ?? '{}');
      const entries = Object.entries(arrays);
      return {
        ...(format === undefined ? {} : { format }),
        ...(modelTopology === undefined ? {} : { modelTopology }),
        weightSpecs: entries.map(([name, { shape }]) => ({ name, shape: [...shape], dtype: 'float32' as const })),
        weightData: tf.io.CompositeArrayBuffer.join(entries.map(([, { data }]) => Float32Array.from(data).buffer)),
      };
    },
  };
}

function parse(path: string, text: string): Pick<tf.io.ModelArtifacts, 'format' | 'modelTopology'> {
  try {
    return JSON.parse(text) as Pick<tf.io.ModelArtifacts, 'format' | 'modelTopology'>;
  } catch {
    throw new Error(`fileHandler: expected JSON under '${KEY}' in the metadata of '${path}', got '${text}'.`);
  }
}
