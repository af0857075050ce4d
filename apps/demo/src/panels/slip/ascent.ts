/** z ~ N(0, 1) and x | z ~ N(slope z, 1) in each of `dim` coordinates, which all have the same x. */
export interface World {
  readonly x: number;
  readonly slope: number;
  readonly dim: number;
}

/** How z is drawn from the encoder's mean and variance: rightly mu + sigma eps, or as the note prints it, mu + sigma^2 eps. */
export type Draw = 'deviation' | 'variance';

/** The share of a Newton step that is taken. */
const DAMPING = 0.08;

/** What the encoder says of x: a Gaussian, the same in each coordinate. */
export interface Posterior {
  readonly mean: number;
  readonly logVariance: number;
}

/** log p(x) in nats: x ~ N(0, slope^2 + 1). */
export function logEvidence({ x, slope, dim }: World): number {
  const variance = slope ** 2 + 1;
  return (-dim / 2) * (Math.log(2 * Math.PI * variance) + x ** 2 / variance);
}

/** E log p(x | z) - KL(N(mean, variance), N(0, 1)) in nats, the expectation over z as `draw` draws it: exact, without sampling. */
export function objective(world: World, { mean, logVariance }: Posterior, draw: Draw): number {
  const { x, slope, dim } = world;
  const variance = Math.exp(logVariance);
  const spread = draw === 'deviation' ? variance : variance ** 2;
  const reconstruction = -0.5 * (Math.log(2 * Math.PI) + (x - slope * mean) ** 2 + slope ** 2 * spread);
  return dim * (reconstruction - 0.5 * (variance + mean ** 2 - 1 - logVariance));
}

/** The objective after each step of damped Newton ascent from the prior, and where it ended. */
export function ascend(
  world: World,
  draw: Draw,
  steps: number,
): { readonly values: number[]; readonly end: Posterior } {
  const { x, slope } = world;
  let end: Posterior = { mean: 0, logVariance: 0 };
  const values = [objective(world, end, draw)];
  for (let step = 0; step < steps; step++) {
    const variance = Math.exp(end.logVariance);
    const printed = draw === 'variance';
    const pull = printed ? 2 * slope ** 2 * variance ** 2 : slope ** 2 * variance;
    // By the log of the variance: minus the second derivative, kept from 0 where the objective is nearly flat.
    const curvature = Math.max(1, variance + (printed ? 2 * pull : pull)) / 2;
    end = {
      mean: end.mean + (DAMPING * (slope * (x - slope * end.mean) - end.mean)) / (1 + slope ** 2),
      logVariance: end.logVariance + (DAMPING * 0.5 * (1 - variance - pull)) / curvature,
    };
    values.push(objective(world, end, draw));
  }
  return { values, end };
}
