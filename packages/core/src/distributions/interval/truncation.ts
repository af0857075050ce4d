import { erfcx, integratePanels, logaddexp, logNdtr, logNdtri } from '@latents/math/special';

/** A normal density restricted to [low, high], by plain numbers. Bounds may be infinite. */
export interface Truncation {
  readonly loc: number;
  readonly scale: number;
  readonly low: number;
  readonly high: number;
}

/** Numbers of a truncation in standard units, measured from its most probable point. */
export interface Truncated {
  /** The most probable point. */
  readonly mode: number;
  /** The mode, the bounds, and the mean, less `loc`, in scales. */
  readonly m: number;
  readonly a: number;
  readonly b: number;
  readonly mean: number;
  /** The bounds and the mean less the mode, in scales. */
  readonly below: number;
  readonly above: number;
  readonly offset: number;
  /** log of the integral of the density relative to that at the mode. */
  readonly logMass: number;
  /** The second, third and fourth central moments, in scales. */
  readonly variance: number;
  readonly third: number;
  readonly fourth: number;
  /** The density at each bound, per scale: 0 at an infinite one. */
  readonly atLow: number;
  readonly atHigh: number;
}

/** Nats below the mode at which an integral is cut off. */
const NATS = 40;
/** Pieces of 16 points each per integral. */
const PANELS = 4;

/** Returns log of the density at `t` scales from the mode `m`, relative to that at the mode. */
export const relativeLog = (t: number, m: number): number => (t === 0 ? 0 : -t * (0.5 * t + m));

/**
 * Returns the mass and the moments of a truncation. All are integrals of one sign from the mode, so that nothing cancels: neither in a
 * narrow interval, where the density is almost flat, nor in a far tail, where it is almost exponential.
 */
export function truncated({ loc, scale, low, high }: Truncation): Truncated {
  const mode = Math.min(Math.max(loc, low), high);
  const [m, a, b] = [(mode - loc) / scale, (low - loc) / scale, (high - loc) / scale];
  const [below, above] = [(low - mode) / scale, (high - mode) / scale];
  const [from, to] = [Math.max(below, -reach(-m)), Math.min(above, reach(m))];
  const integral = (f: (t: number) => number): number => {
    const g = (t: number) => f(t) * Math.exp(relativeLog(t, m));
    return (from < 0 ? integratePanels(g, from, 0, PANELS) : 0) + (to > 0 ? integratePanels(g, 0, to, PANELS) : 0);
  };
  const mass = integral(() => 1);
  const offset = integral((t) => t) / mass;
  const central = (power: number) => integral((t) => (t - offset) ** power) / mass;
  const edge = (t: number) => (Number.isFinite(t) ? Math.exp(relativeLog(t, m)) / mass : 0);
  return {
    mode,
    m,
    a,
    b,
    mean: m + offset,
    below,
    above,
    offset,
    logMass: Math.log(mass),
    variance: central(2),
    third: central(3),
    fourth: central(4),
    atLow: edge(below),
    atHigh: edge(above),
  };
}

/** Distance above a mode `m` >= 0 at which the density has fallen by {@link NATS}; at m <= 0 that of m = 0. */
function reach(m: number): number {
  const start = Math.max(m, 0);
  return (2 * NATS) / (start + Math.sqrt(start * start + 2 * NATS));
}

/** Returns the probability of [low, x] for an `x` between the bounds. */
export function probabilityBelow(x: number, { loc, scale, low, high }: Truncation): number {
  const whole = truncated({ loc, scale, low, high });
  const part = truncated({ loc, scale, low, high: x });
  if (!(x > low)) return x === low ? 0 : Number.NaN;
  // The two are measured from their own modes.
  const shift = (part.mode - whole.mode) / scale;
  return Math.min(1, Math.exp(relativeLog(shift, whole.m) + part.logMass - whole.logMass));
}

/** Returns the distance in scales from the mode to the quantile of probability `p`. */
export function truncatedQuantile(p: number, parts: Truncation): number {
  const { loc, scale, low, high } = parts;
  const mode = Math.min(Math.max(loc, low), high);
  const [m, below, above] = [(mode - loc) / scale, (low - mode) / scale, (high - mode) / scale];
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return below;
  if (p === 1) return above;
  // The variation of the log-density over the interval tells whether it is almost flat.
  if (Math.min(relativeLog(below, m), relativeLog(above, m)) > -1) return flatQuantile(p, m, below, above);
  if (m > 0) return tailQuantile([1 - p, p], m, above);
  if (m < 0) return -tailQuantile([p, 1 - p], -m, -below);
  return centralQuantile(p, below, above);
}

/** By Newton's method on the integral, which 16 points give exactly for a density that is almost flat. */
function flatQuantile(p: number, m: number, below: number, above: number): number {
  const mass = (to: number) => integratePanels((t) => Math.exp(relativeLog(t, m)), below, to, 1);
  const target = p * mass(above);
  let t = below + p * (above - below);
  for (let i = 0; i < 20; i++) {
    const step = (mass(t) - target) / Math.exp(relativeLog(t, m));
    t = Math.min(Math.max(t - step, below), above);
    if (Math.abs(step) <= 1e-15 * (above - below)) break;
  }
  return t;
}

/** The distance above a lower bound m > 0 that is exceeded with probability q = 1 - r: Newton's method on the log of the tail. */
function tailQuantile([q, r]: readonly [number, number], m: number, width: number): number {
  const mills = (x: number) => Math.sqrt(Math.PI / 2) * erfcx(x * Math.SQRT1_2);
  const atBound = mills(m);
  const logTail = (t: number) => relativeLog(t, m) + Math.log(mills(m + t) / atBound);
  const beyond = width === Infinity ? 0 : Math.exp(logTail(width));
  const target = q < 0.5 ? Math.log(q + r * beyond) : Math.log1p(-r * (1 - beyond));
  let t = (-2 * target) / (m + Math.sqrt(m * m - 2 * target));
  for (let i = 0; i < 50; i++) {
    const step = (logTail(t) - target) * mills(m + t);
    t += step;
    if (Math.abs(step) <= 1e-15 * t) break;
  }
  return Math.min(Math.max(t, 0), width);
}

/** With the mean inside, from whichever tail the quantile is in. */
function centralQuantile(p: number, a: number, b: number): number {
  const below = logaddexp(logNdtr(a) + Math.log1p(-p), logNdtr(b) + Math.log(p));
  if (below < -Math.LN2) return logNdtri(below);
  return -logNdtri(logaddexp(logNdtr(-a) + Math.log1p(-p), logNdtr(-b) + Math.log(p)));
}
