import { describe, it } from 'vitest';
import { type Check, conformanceChecks, hazardsOnly } from './checks.js';
import type { Describable, DescribeOptions } from './describable.js';

/**
 * Registers the conformance suite of a family, at random parameters (seeded): shapes broadcast, a batch is its entries, draws follow
 * the log-probability, masses and densities sum to 1, quantiles invert, moments and entropy are those of draws, gradients are
 * difference quotients, KL is a divergence, no tensor is left.
 *
 * A check that needs a part which the family lacks is reported as skipped, with the reason that `without` gives.
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
  register(name, conformanceChecks(options));
}

/** Registers the hazards of the suite only: a backend that shares the rest with another one is asked no more. */
export function describeHazards<R, D extends Describable<R>>(name: string, options: DescribeOptions<R, D>): void {
  register(name, hazardsOnly(options));
}

function register(name: string, checks: readonly Check[]): void {
  describe(name, () => {
    for (const check of checks) {
      // The report has to name a check that cannot be asked: a test that is left out would look like one that passed.
      if ('skipped' in check) it.skip(`${check.name}: ${check.skipped}`);
      else it(check.name, check.run);
    }
  });
}
