import { checkOneOf, type NamedArrays } from '@latents/math';
import type { Json } from '@latents/training';
import { CategoricalEmission } from './categorical-emission.js';
import type { Emission, EmissionConfig } from './emission.js';
import { GaussianEmission } from './gaussian-emission.js';
import { PoissonEmission } from './poisson-emission.js';

/** Classes of emissions, by the kind in their descriptions. */
const EMISSIONS = { categorical: CategoricalEmission, gaussian: GaussianEmission, poisson: PoissonEmission };

/**
 * Returns the emission of a saved description and parameters.
 *
 * @throws RangeError for an unknown kind: an emission of the user's own is filled by `load(model, source)`.
 */
export function emissionOf(where: string, config: Json | undefined, arrays: NamedArrays): Emission {
  const description = (typeof config === 'object' && config !== null ? config : {}) as EmissionConfig;
  checkOneOf(`${where}, emission of kind`, description.kind, EMISSIONS);
  return EMISSIONS[description.kind].fromSaved(`${where}, emission`, description, arrays);
}
