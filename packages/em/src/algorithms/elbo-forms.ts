import { logSumExp } from '@latents/math/special';
import { type Bound, bound } from '@latents/training';

/** log p(z) and log p(x|z) for every value of a finite z, and a posterior q(z|x); each `[values]`, in nats. */
export interface FiniteLatent {
  readonly logPrior: ArrayLike<number>;
  readonly logLikelihood: ArrayLike<number>;
  readonly posterior: ArrayLike<number>;
}

/**
 * The bound as `log p(x) - KL(q(z|x) || p(z|x))`: the form that shows what the E step does.
 *
 * @example
 * ```ts
 * import { marginalForm } from '@latents/em';
 *
 * const half = Math.log(0.5);
 * const b = marginalForm({ logPrior: [half, half], logLikelihood: [half, half], posterior: [1, 0] });
 * b.value.toFixed(4); // => '-1.3863'
 * ```
 * @throws RangeError if the lengths differ, q is not a distribution, or q gives mass where p(x, z) has none.
 * @see Stratos A.3.1, first form
 */
export function marginalForm(latent: FiniteLatent): Bound<'lower'> {
  check(latent, 'marginalForm');
  const joint = logJoint(latent);
  const logMarginal = logSumExp(joint);
  const gap = expectation(latent.posterior, (z, q) => Math.log(q) - (joint[z]! - logMarginal));
  return bound('lower', 'log p(x)', [
    { name: 'log p(x)', nats: logMarginal, weight: 1 },
    { name: 'gap', nats: gap, weight: -1 },
  ]);
}

/**
 * The bound as `E_q [log p(x, z)] + H(q)`: the form that shows what the M step does.
 *
 * @throws RangeError as {@link marginalForm} does.
 * @see Stratos A.3.1, second form
 */
export function entropyForm(latent: FiniteLatent): Bound<'lower'> {
  check(latent, 'entropyForm');
  const joint = logJoint(latent);
  return bound('lower', 'log p(x)', [
    { name: 'expected log joint', nats: expectation(latent.posterior, (z) => joint[z]!), weight: 1 },
    { name: 'entropy', nats: expectation(latent.posterior, (_, q) => -Math.log(q)), weight: 1 },
  ]);
}

/**
 * The bound as `E_q [log p(x|z)] - KL(q(z|x) || p(z))`: the form that trains a VAE.
 *
 * @throws RangeError as {@link marginalForm} does.
 * @see Stratos A.3.1, third form
 */
export function autoencoderForm(latent: FiniteLatent): Bound<'lower'> {
  check(latent, 'autoencoderForm');
  return bound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: expectation(latent.posterior, (z) => latent.logLikelihood[z]!), weight: 1 },
    { name: 'rate', nats: expectation(latent.posterior, (z, q) => Math.log(q) - latent.logPrior[z]!), weight: -1 },
  ]);
}

function logJoint({ logPrior, logLikelihood }: FiniteLatent): number[] {
  return Array.from(logPrior, (value, z) => value + logLikelihood[z]!);
}

function expectation(q: ArrayLike<number>, f: (z: number, q: number) => number): number {
  let sum = 0;
  for (let z = 0; z < q.length; z++) if (q[z]! > 0) sum += q[z]! * f(z, q[z]!);
  return sum;
}

function check({ logPrior, logLikelihood, posterior }: FiniteLatent, name: string): void {
  const n = posterior.length;
  if (n === 0 || logPrior.length !== n || logLikelihood.length !== n) {
    throw new RangeError(
      `${name}(latent): expected three lists of one positive length, got logPrior ${logPrior.length}, logLikelihood ${logLikelihood.length}, posterior ${n}.`,
    );
  }
  let total = 0;
  for (let z = 0; z < n; z++) {
    const q = posterior[z]!;
    total += q;
    if (!(q >= 0)) throw new RangeError(`${name}(latent): expected posterior[${z}] >= 0, got ${q}.`);
    if (q > 0 && !Number.isFinite(logPrior[z]! + logLikelihood[z]!)) {
      throw new RangeError(
        `${name}(latent): expected finite log p(x, z) wherever q(z|x) > 0, got ${logPrior[z]! + logLikelihood[z]!} at z = ${z}. The bound is -Infinity there.`,
      );
    }
  }
  if (!(Math.abs(total - 1) <= 1e-9)) {
    throw new RangeError(`${name}(latent): expected posterior to sum to 1, got ${total}. Divide by its sum.`);
  }
}
