import { logSumExp } from '@latents/math/special';
import { type Bound, bound } from '@latents/training';

/** log p(z) and log p(x|z) for every value of a finite z, and a posterior q(z|x); each `[values]`, in nats. */
export interface FiniteLatent {
  readonly logPrior: ArrayLike<number>;
  readonly logLikelihood: ArrayLike<number>;
  readonly posterior: ArrayLike<number>;
}

/** The evidence lower bound in three forms of one value, in nats. */
export interface ElboForms {
  /** log p(x) - KL(q(z|x) || p(z|x)): the form that shows what the E step does. */
  readonly evidence: Bound<'lower'>;
  /** E_q [log p(x, z)] + H(q): the form that shows what the M step does. */
  readonly entropy: Bound<'lower'>;
  /** E_q [log p(x|z)] - KL(q(z|x) || p(z)): the form that trains a variational autoencoder. */
  readonly autoencoder: Bound<'lower'>;
}

/**
 * Returns the evidence lower bound of a finite latent variable in its three forms, whose values are equal.
 *
 * @example
 * ```ts
 * import { elboForms } from '@latents/em';
 *
 * const half = Math.log(0.5);
 * const { evidence } = elboForms({ logPrior: [half, half], logLikelihood: [half, half], posterior: [1, 0] });
 * evidence.value.toFixed(4); // => '-1.3863'
 * ```
 * @throws RangeError if the lengths differ, q is not a distribution, or q gives mass where p(x, z) has none.
 * @see Stratos A.3.1
 */
export function elboForms(latent: FiniteLatent): ElboForms {
  check(latent);
  const { logPrior, logLikelihood, posterior } = latent;
  const joint = logJoint(latent);
  const logMarginal = logSumExp(joint);
  return {
    evidence: bound('lower', 'log p(x)', [
      { name: 'evidence', nats: logMarginal, weight: 1 },
      { name: 'gap', nats: expectation(posterior, (z, q) => Math.log(q) - (joint[z]! - logMarginal)), weight: -1 },
    ]),
    entropy: bound('lower', 'log p(x)', [
      { name: 'joint', nats: expectation(posterior, (z) => joint[z]!), weight: 1 },
      { name: 'entropy', nats: expectation(posterior, (_, q) => -Math.log(q)), weight: 1 },
    ]),
    autoencoder: bound('lower', 'log p(x)', [
      { name: 'reconstruction', nats: expectation(posterior, (z) => logLikelihood[z]!), weight: 1 },
      { name: 'rate', nats: expectation(posterior, (z, q) => Math.log(q) - logPrior[z]!), weight: -1 },
    ]),
  };
}

function logJoint({ logPrior, logLikelihood }: FiniteLatent): number[] {
  return Array.from(logPrior, (value, z) => value + logLikelihood[z]!);
}

function expectation(q: ArrayLike<number>, f: (z: number, q: number) => number): number {
  let sum = 0;
  for (let z = 0; z < q.length; z++) if (q[z]! > 0) sum += q[z]! * f(z, q[z]!);
  return sum;
}

function check({ logPrior, logLikelihood, posterior }: FiniteLatent): void {
  const n = posterior.length;
  if (n === 0 || logPrior.length !== n || logLikelihood.length !== n) {
    throw new RangeError(
      `elboForms(latent): expected three lists of one positive length, got logPrior ${logPrior.length}, logLikelihood ${logLikelihood.length}, posterior ${n}.`,
    );
  }
  let total = 0;
  for (let z = 0; z < n; z++) {
    const q = posterior[z]!;
    total += q;
    if (!(q >= 0)) throw new RangeError(`elboForms(latent): expected posterior[${z}] >= 0, got ${q}.`);
    if (q > 0 && !Number.isFinite(logPrior[z]! + logLikelihood[z]!)) {
      throw new RangeError(
        `elboForms(latent): expected finite log p(x, z) wherever q(z|x) > 0, got ${logPrior[z]! + logLikelihood[z]!} at z = ${z}. The bound is -Infinity there.`,
      );
    }
  }
  if (!(Math.abs(total - 1) <= 1e-9)) {
    throw new RangeError(`elboForms(latent): expected posterior to sum to 1, got ${total}. Divide by its sum.`);
  }
}
