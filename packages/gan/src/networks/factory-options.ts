import type { Reparameterization } from '@latents/core';
import type { Json } from '@latents/training';

/**
 * Returns the options of a factory as plain JSON, from which `load` makes the model again; undefined if the kernels are made by
 * a function without a description.
 *
 * @param options Options in JSON form; those that are undefined are left out.
 */
export function factoryOptions(
  options: { readonly [name: string]: unknown },
  reparameterize: Reparameterization | undefined,
): { readonly [name: string]: Json } | undefined {
  if (reparameterize !== undefined && reparameterize.config === undefined) return undefined;
  return JSON.parse(JSON.stringify({ ...options, reparameterize: reparameterize?.config })) as {
    readonly [name: string]: Json;
  };
}
