import { type Bound, bound } from '@latents/core/bounds';

/** One example with a finite hidden variable: log p(x, z) and q(z | x) for each z. */
export interface Table {
  /** log p(x, z), in nats, one entry a value of z. */
  readonly logJoint: ArrayLike<number>;
  /** q(z | x), one entry a value of z, summing to 1. */
  readonly posterior: ArrayLike<number>;
}

/**
 * The ELBO as a lower bound on the marginal: log p(x) - KL(q(z|x) || p(z|x)). Maximised by the exact posterior: why the E step works.
 *
 * @see Stratos A.3.1, first form
 */
export function elboFromMarginal(table: Table): Bound<'lower', number> {
  const logMarginal = logSumExp(table.logJoint);
  const gap = sum(table, (q, joint) => q * (Math.log(q) - (joint - logMarginal)));
  return bound('lower', 'log p(x)', [
    { name: 'log marginal', nats: logMarginal, weight: 1 },
    { name: 'posterior gap', nats: gap, weight: -1 },
  ]);
}

/**
 * The ELBO as an expected complete log-likelihood with an entropy: E_q log p(x, z) - E_q log q(z|x). Its first term is what the M step
 * maximises.
 *
 * @see Stratos A.3.1, second form
 */
export function elboFromJoint(table: Table): Bound<'lower', number> {
  return bound('lower', 'log p(x)', [
    { name: 'expected complete log-likelihood', nats: sum(table, (q, joint) => q * joint), weight: 1 },
    { name: 'entropy', nats: sum(table, (q) => -q * Math.log(q)), weight: 1 },
  ]);
}

/**
 * The ELBO as an autoencoder: E_q log p(x|z) - KL(q(z|x) || p(z)). The objective of a VAE.
 *
 * @param logPrior log p(z), in nats, one entry a value of z.
 * @see Stratos A.3.1, third form
 */
export function elboFromPrior(table: Table, logPrior: ArrayLike<number>): Bound<'lower', number> {
  return bound('lower', 'log p(x)', [
    { name: 'reconstruction', nats: sum(table, (q, joint, z) => q * (joint - logPrior[z]!)), weight: 1 },
    { name: 'rate', nats: sum(table, (q, _, z) => q * (Math.log(q) - logPrior[z]!)), weight: -1 },
  ]);
}

/** Sums over z what q gives mass to: 0 log 0 is 0. */
function sum({ logJoint, posterior }: Table, term: (q: number, joint: number, z: number) => number): number {
  if (logJoint.length !== posterior.length) {
    throw new RangeError(
      `elbo: expected as many posterior as joint entries, got ${posterior.length} and ${logJoint.length}.`,
    );
  }
  let mass = 0;
  let total = 0;
  for (let z = 0; z < posterior.length; z++) {
    const q = posterior[z]!;
    if (!(q >= 0)) throw new RangeError(`elbo: expected posterior probabilities, got ${q} for z = ${z}.`);
    mass += q;
    if (q > 0) total += term(q, logJoint[z]!, z);
  }
  if (Math.abs(mass - 1) > 1e-9) throw new RangeError(`elbo: expected a posterior that sums to 1, got ${mass}.`);
  return total;
}

function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i]!);
  if (top === -Infinity) return -Infinity;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i]! - top);
  return top + Math.log(total);
}
