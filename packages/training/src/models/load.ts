import { createRng, type Rng } from '@latents/math';
import { bytesOf, type Source } from '../files/sources.js';
import { firstDifference, inWords, type Json } from './json.js';
import type { ModelConfig, Stored } from './model.js';
import { decodeModel, type SavedModel } from './model-file.js';
import { checkArrays } from './parameters.js';

/** Makes a model from the options in its description: `createVae`, `createGan`. */
// biome-ignore lint/suspicious/noExplicitAny: a factory of any options; they come out of the file and the factory checks them.
export type Factory<M extends Stored> = (options: any) => M;

/** Makes a model from a file in one go: a class whose instances are not changed after they are made. */
export interface FromSaved<M extends Stored> {
  fromSaved(saved: SavedModel): M;
}

export interface LoadOptions {
  /** Keys or paths of the description that may differ: `['learningRate']`, `['options.activation']`. */
  readonly ignore?: readonly string[];
}

/** Draws beyond those of the weights, which a model may need for constants. */
const SPARE_DRAWS = 1_000_000;

/**
 * Reads a model that `save` or `checkpoint` wrote: makes a new one with a factory, or fills one that is there.
 *
 * The whole description is compared with the file's, networks included. A factory that asks for more weights than the file
 * holds is stopped before they are allocated.
 *
 * @param model A factory (`createVae`, `GaussianMixture`), or a model of the same architecture.
 * @param source Bytes, an ArrayBuffer, a Blob or File, a Response, a URL, or a store.
 * @returns The new model, or the one that was given.
 * @throws Error if the file is truncated, corrupt or no saved model, if its model is of another kind or architecture (it
 * names the first difference and both values), or if a weight is not finite. A model that was given is then as it was.
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
export async function load<M extends Stored>(
  model: Factory<M> | FromSaved<M> | M,
  source: Source,
  { ignore = [] }: LoadOptions = {},
): Promise<M> {
  const saved = await readModel(source);
  if ('fromSaved' in model && typeof model.fromSaved === 'function') return model.fromSaved(saved);
  if (typeof model !== 'function') {
    fill('load(model, source)', model as M, saved, ignore);
    return model as M;
  }
  const made = make(model as Factory<M>, saved);
  try {
    fill('load(factory, source)', made, saved, ignore);
  } catch (error) {
    (made as { dispose?: () => void }).dispose?.();
    throw error;
  }
  return made;
}

/**
 * Reads the description and the weights of a saved model or checkpoint.
 *
 * @throws Error as {@link load} does, but for differences from a model.
 */
export async function readModel(source: Source): Promise<SavedModel> {
  return decodeModel('load(model, source)', await bytesOf(source));
}

function make<M extends Stored>(factory: Factory<M>, { config, arrays }: SavedModel): M {
  const { kind, options } = config;
  if (!isObject(options)) {
    throw new Error(
      `load(factory, source): expected a '${kind}' made by a factory, got one of networks of its own. Make those networks again and use load(model, source).`,
    );
  }
  const draws = Object.values(arrays).reduce((sum, { data }) => sum + data.length, SPARE_DRAWS);
  const rng: Rng = createRng(0).limited(draws);
  try {
    return factory({ ...options, rng });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `load(factory, source): the factory refused the options of the file's '${kind}': ${reason} Give load the factory that made the model.`,
      { cause },
    );
  }
}

/** Gives a model the weights of a saved one, or throws and leaves it as it was. */
export function fill(where: string, model: Stored, { config, arrays }: SavedModel, ignore: readonly string[]): void {
  compare(where, model.config, config, ignore);
  checkArrays(where, model.parameters, arrays);
  model.assign(arrays);
}

/** Throws an Error unless a description is one of a model of the given kind. */
export function checkKind(where: string, kind: string, config: ModelConfig): void {
  if (config.kind !== kind) throw new Error(`${where}: expected a saved '${kind}', got a '${config.kind}'.`);
}

/** Throws an Error that names the first difference between two descriptions. */
export function compare(where: string, expected: ModelConfig, got: ModelConfig, ignore: readonly string[]): void {
  checkKind(where, expected.kind, got);
  const difference = firstDifference(expected, got, ignore);
  if (difference) {
    throw new Error(
      `${where}: ${inWords(difference)} in the file. Make the model with the file's options, or pass { ignore: ['${difference.path}'] } if the difference is meant.`,
    );
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
