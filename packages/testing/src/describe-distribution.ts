import { describe, it } from 'vitest';
import { conformanceChecks, type Describable, type DescribeOptions } from './conformance-checks.js';

/**
 * The conformance suite of a family, at random parameters (seeded): shapes broadcast, a batch is its entries, draws follow the
 * log-probability, masses are 1, quantiles invert, gradients are finite, KL is a divergence, no tensor is left.
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { klDivergence, Normal } from '@latents/core';
 *
 * describeDistribution('Normal', {
 *   parameters: { loc: fc.float({ min: -2, max: 2 }), scale: fc.float({ min: 0.5, max: 2 }) },
 *   make: ({ loc, scale }) => new Normal({ loc, scale }),
 *   rng: createRng,
 *   kl: klDivergence,
 * });
 * ```
 */
export function describeDistribution<R, D extends Describable<R>>(name: string, options: DescribeOptions<R, D>): void {
  describe(name, () => {
    for (const [what, check] of Object.entries(conformanceChecks(options))) it(what, check);
  });
}
