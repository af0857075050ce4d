import { describeConditional, describeNetwork } from '@latents/core';
import type { Json } from '@latents/training';
import type { RecurrentCell } from './cell.js';
import type { EmissionNetwork } from './emission.js';
import type { VrnnParts } from './parts.js';

/** Returns the description of a recurrent cell: its own, or kind and sizes. */
export function describeCell({ config, kind, inputDim, units, stateDim }: RecurrentCell): Json {
  return config ?? { kind, inputDim, units, stateDim };
}

/** Returns the description of an emission: its own, or its shapes. */
export function describeEmission({ config, inputShape, eventShape, support }: EmissionNetwork): Json {
  return config ?? { kind: 'emission', inputShape, eventShape, support };
}

/** Returns the description of all parts of a VRNN. */
export function describeParts(parts: VrnnParts): Json {
  const { xFeatures, zFeatures, cell, prior, posterior, backward, emission } = parts;
  return {
    xFeatures: describeNetwork(xFeatures),
    zFeatures: describeNetwork(zFeatures),
    cell: describeCell(cell),
    prior: prior === 'standard' ? prior : describeConditional(prior),
    posterior: describeConditional(posterior),
    backward: backward === undefined ? null : describeCell(backward),
    emission: describeEmission(emission),
  };
}
