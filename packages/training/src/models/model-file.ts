import { type NamedArrays, withoutPrefix } from '@latents/math';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.js';
import type { Json } from './json.js';
import type { ModelConfig } from './model.js';

/** The metadata key under which a file keeps the description of its model. */
const MODEL = 'latents.model';
/** The metadata key under which a checkpoint keeps where its run stood. */
const RUN = 'latents.run';
/** The prefix of a model's arrays in a checkpoint, which holds the players' states too. */
const PREFIX = 'model/';

/** A saved model: what {@link readModel} returns. */
export interface SavedModel {
  readonly config: ModelConfig;
  readonly arrays: NamedArrays;
}

/** A checkpoint: a model, the states of its players and where the run stood. */
export interface SavedRun extends SavedModel {
  /** Arrays of the run by name: optimizer slots, early stopping. */
  readonly state: NamedArrays;
  /** The step, the random state, and the settings of the players. */
  readonly run: Json;
}

/** Returns the bytes of a model file. */
export function encodeModel({ config, arrays }: SavedModel): Uint8Array<ArrayBuffer> {
  return encodeSafetensors({ arrays, metadata: { [MODEL]: JSON.stringify(config) } });
}

/** Returns the bytes of a checkpoint. */
export function encodeRun({ config, arrays, state, run }: SavedRun): Uint8Array<ArrayBuffer> {
  const named = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [PREFIX + name, array]));
  const metadata = { [MODEL]: JSON.stringify(config), [RUN]: JSON.stringify(run) };
  return encodeSafetensors({ arrays: { ...named, ...state }, metadata });
}

/**
 * Reads the model of a model file or of a checkpoint.
 *
 * @throws Error if the bytes are no whole `.safetensors` file, or hold no model saved by latents.
 */
export function decodeModel(where: string, bytes: Uint8Array): SavedModel {
  const { arrays, metadata } = decodeSafetensors(bytes);
  const config = configOf(where, metadata);
  return { config, arrays: metadata[RUN] === undefined ? arrays : withoutPrefix(PREFIX, arrays) };
}

/**
 * Reads a checkpoint.
 *
 * @throws Error if the bytes are no whole `.safetensors` file, or hold no checkpoint.
 */
export function decodeRun(where: string, bytes: Uint8Array): SavedRun {
  const { arrays, metadata } = decodeSafetensors(bytes);
  const text = metadata[RUN];
  if (text === undefined) {
    throw new Error(
      `${where}: expected a checkpoint, got a file without '${RUN}' in its metadata. A saved model is read by load.`,
    );
  }
  const state = Object.fromEntries(Object.entries(arrays).filter(([name]) => !name.startsWith(PREFIX)));
  const config = configOf(where, metadata);
  return { config, arrays: withoutPrefix(PREFIX, arrays), state, run: parsed(where, RUN, text) };
}

function configOf(where: string, metadata: Readonly<Record<string, string>>): ModelConfig {
  const text = metadata[MODEL];
  if (text === undefined) {
    throw new Error(
      `${where}: expected a model saved by latents, got a file without '${MODEL}' in its metadata. Read bare weights with decodeSafetensors and give them to model.assign.`,
    );
  }
  const config = parsed(where, MODEL, text);
  if (typeof config !== 'object' || config === null || !('kind' in config) || typeof config['kind'] !== 'string') {
    throw new Error(`${where}: expected a model's description under '${MODEL}', got ${text.slice(0, 100)}.`);
  }
  return config as ModelConfig;
}

function parsed(where: string, key: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Error(`${where}: expected JSON under '${key}' in the metadata, got ${text.slice(0, 100)}.`);
  }
}
