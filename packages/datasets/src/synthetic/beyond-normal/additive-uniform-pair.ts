import { checkPositive, checkPositiveInteger, ndArray } from '@latents/math';
import type { Pair } from './pair.js';

/**
 * X uniform on (0, 1) and Y = X + N with N uniform on (-noise, noise): I(X; Y) = h(Y) - log(2 noise), in closed form.
 *
 * @example
 * ```ts
 * import { additiveUniformPair } from '@latents/datasets/synthetic';
 *
 * additiveUniformPair({ noise: 0.75 }).mutualInformation; // => 1 / 3
 * ```
 * @throws RangeError unless `noise` is positive and finite.
 * @see Czyz et al. 2023, "Beyond Normal", appendix on the additive noise task
 */
export function additiveUniformPair({ noise }: { readonly noise: number }): Pair {
  checkPositive('additiveUniformPair({ noise })', noise);
  return {
    dx: 1,
    dy: 1,
    // The density of Y is a trapezium; its flat top is 1 or 1 / (2 noise) high, whichever is less.
    mutualInformation: noise > 0.5 ? 0.25 / noise : noise - Math.log(2 * noise),
    sample(n, rng) {
      checkPositiveInteger('pair.sample(n)', n);
      const x = Float64Array.from({ length: n }, () => rng.uniform());
      const y = x.map((value) => value + noise * (2 * rng.uniform() - 1));
      return { x: ndArray([n, 1], x), y: ndArray([n, 1], y) };
    },
  };
}
