/**
 * A VRNN with a discrete z_t, given by tables over whole histories: small enough to enumerate, so that what is said of the
 * continuous one can be checked to the last digit. All functions return probabilities that sum to 1.
 */
export interface DiscreteVrnn {
  /** How many values z_t has. */
  readonly latents: number;
  /** P(z_t | x_{<t}, z_{<t}), one entry a value of z_t. */
  prior(x: readonly number[], z: readonly number[]): readonly number[];
  /** P(x_t | x_{<t}, z_{<=t}), one entry a value of x_t. */
  emission(x: readonly number[], z: readonly number[]): readonly number[];
  /** q(z_t | x_{<=t}, z_{<t}), one entry a value of z_t. */
  posterior(x: readonly number[], z: readonly number[]): readonly number[];
}

/** Exact figures of a sequence, in nats. */
export interface ExactBounds {
  /** sum_t E_q [log P(x_t | ...) - KL(q(z_t | ...) || P(z_t | ...))]: what training maximises. */
  readonly stepwise: number;
  /** log p(x_{<=T}), by summing the joint over all z. */
  readonly logLikelihood: number;
  /** KL(q(z_{<=T} | x) || p(z_{<=T} | x)), by summing over all z. */
  readonly posteriorGap: number;
}

/**
 * The stepwise bound and what it should be: `stepwise = logLikelihood - posteriorGap`, exactly, with a conditional prior too
 * (ERRATA E15).
 *
 * @throws RangeError if x is empty.
 * @see Stratos section 1.4.1; Chung et al. 2015, eq. 11
 */
export function exactBounds(model: DiscreteVrnn, x: readonly number[]): ExactBounds {
  if (x.length === 0) throw new RangeError('exactBounds(model, x): expected at least one step, got none.');
  const paths = enumerate(model, x);
  const logLikelihood = Math.log(paths.reduce((sum, { logJoint }) => sum + Math.exp(logJoint), 0));
  const posteriorGap = paths.reduce(
    (sum, { logQ, logJoint }) => sum + Math.exp(logQ) * (logQ - (logJoint - logLikelihood)),
    0,
  );
  return { stepwise: stepwise(model, x, []), logLikelihood, posteriorGap };
}

/** The expected sum from step z.length on: the recursion that a sampled run follows one path of. */
function stepwise(model: DiscreteVrnn, x: readonly number[], z: readonly number[]): number {
  const t = z.length;
  if (t === x.length) return 0;
  const q = model.posterior(x.slice(0, t + 1), z);
  const p = model.prior(x.slice(0, t), z);
  return q.reduce((sum, weight, value) => {
    const path = [...z, value];
    const reconstruction = Math.log(model.emission(x.slice(0, t), path)[x[t]!]!);
    return sum + weight * (reconstruction - Math.log(weight / p[value]!) + stepwise(model, x, path));
  }, 0);
}

function enumerate(model: DiscreteVrnn, x: readonly number[]): { logJoint: number; logQ: number }[] {
  const walk = (z: readonly number[], logJoint: number, logQ: number): { logJoint: number; logQ: number }[] => {
    const t = z.length;
    if (t === x.length) return [{ logJoint, logQ }];
    const before = x.slice(0, t);
    return Array.from({ length: model.latents }, (_, value) => {
      const path = [...z, value];
      const joint = Math.log(model.prior(before, z)[value]!) + Math.log(model.emission(before, path)[x[t]!]!);
      return walk(path, logJoint + joint, logQ + Math.log(model.posterior(x.slice(0, t + 1), z)[value]!));
    }).flat();
  };
  return walk([], 0, 0);
}
