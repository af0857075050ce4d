import { type NamedArrays, type NdArray, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

import type { NamedVariables } from '../networks/index.js';
import { assignVariables } from '../networks/variables.js';

/** A plain JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a model is made from, as plain JSON: `kind` says which model it is. */
export interface ModelConfig {
  readonly kind: string;
  readonly [key: string]: Json;
}

/** A model that can be saved: its configuration and its variables. */
export interface Saveable {
  readonly config: ModelConfig;
  readonly variables: NamedVariables;
}

/** A saved model: what `load` reads. */
export interface SavedModel {
  readonly config: ModelConfig;
  readonly weights: NamedArrays;
}

const FORMAT = 'latents';

/**
 * Saves a model's configuration and weights through a tfjs IO handler, or to a URL that tfjs has one for
 * (`indexeddb://name`, `localstorage://name`, `downloads://name`). In Node use `fileHandler(path)` of
 * `@latents/core/node`.
 *
 * @throws Error if there is no handler for the URL, the handler fails, or a variable is not of float32.
 */
export async function save(model: Saveable, destination: string | tf.io.IOHandler): Promise<void> {
  for (const [name, { dtype }] of Object.entries(model.variables)) {
    if (dtype !== 'float32') {
      throw new Error(`save(model, destination): expected float32 variables, got '${name}' of ${dtype}.`);
    }
  }
  const handler =
    typeof destination === 'string' ? handlerFor(destination, tf.io.getSaveHandlers(destination)) : destination;
  if (handler.save === undefined)
    throw new Error('save(model, destination): expected a handler that can save, got one that only loads.');
  const { data, specs } = await tf.io.encodeWeights(model.variables);
  await handler.save({
    format: FORMAT,
    modelTopology: { ...model.config },
    weightSpecs: specs,
    weightData: data,
  });
}

/**
 * Reads what {@link save} wrote.
 *
 * @throws Error if it is not a model saved by latents, or its weights are truncated.
 */
export async function readModel(source: string | tf.io.IOHandler): Promise<SavedModel> {
  const handler = typeof source === 'string' ? handlerFor(source, tf.io.getLoadHandlers(source)) : source;
  if (handler.load === undefined)
    throw new Error('load(model, source): expected a handler that can load, got one that only saves.');
  const { format, modelTopology, weightSpecs, weightData } = await handler.load();
  if (format !== FORMAT || !isConfig(modelTopology) || weightSpecs === undefined || weightData === undefined) {
    throw new Error(
      `load(model, source): expected a model saved by latents, got format '${format}'. Bare weights are read by decodeSafetensors and given by assignVariables.`,
    );
  }
  const buffer = tf.io.CompositeArrayBuffer.join(weightData);
  const expected = weightSpecs.reduce((sum, { shape }) => sum + 4 * sizeOfShape(shape), 0);
  if (buffer.byteLength !== expected) {
    throw new Error(
      `load(model, source): expected ${expected} bytes of weights, got ${buffer.byteLength}. The file is truncated or corrupt.`,
    );
  }
  const weights: Record<string, NdArray> = {};
  let offset = 0;
  for (const { name, shape } of weightSpecs) {
    const length = sizeOfShape(shape);
    weights[name] = { shape, data: new Float32Array(buffer, offset, length) };
    offset += 4 * length;
  }
  return { config: modelTopology, weights };
}

/**
 * Gives a model the weights that {@link save} wrote of one like it.
 *
 * @throws Error if the saved model is of another kind or architecture: it names the first difference, and the model is
 * left as it was.
 */
export async function load(model: Saveable, source: string | tf.io.IOHandler): Promise<void> {
  const { config, weights } = await readModel(source);
  if (config.kind !== model.config.kind) {
    throw new Error(`load(model, source): expected a saved '${model.config.kind}', got a '${config.kind}'.`);
  }
  assignVariables('load(model, source)', model.variables, weights);
}

function isConfig(value: unknown): value is ModelConfig {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

function handlerFor(url: string, handlers: tf.io.IOHandler[]): tf.io.IOHandler {
  const [handler] = handlers;
  if (handlers.length !== 1 || handler === undefined) {
    throw new Error(
      `save or load '${url}': expected a URL that one tfjs IO handler takes, got ${handlers.length} handlers. In Node pass fileHandler(path) of '@latents/core/node'.`,
    );
  }
  return handler;
}
