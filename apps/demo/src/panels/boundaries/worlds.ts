import { type NdArray, ndArray, type Rng } from '@latents/math';

export type WorldName = 'axes' | 'tilted' | 'own' | 'counts';

/** Where the two classes come from, and what Bayes' rule makes of it. */
export interface World {
  readonly label: string;
  /** Whether its log-odds are linear, and why. */
  readonly lesson: string;
  /** log p(x | 1) - log p(x | 0). */
  logRatio(x: number, y: number): number;
  draw(label: 0 | 1, rng: Rng): readonly [number, number];
  /** What the maps show, the same both ways. */
  readonly view: { readonly from: readonly [number, number]; readonly side: number };
}

interface Gaussian {
  readonly mean: readonly [number, number];
  /** Lower triangular: a, b, c of [[a, 0], [b, c]]. */
  readonly factor: readonly [number, number, number];
}

/** Between the means. Were it 0, the constants that the note lost would cancel. */
const CENTRE = [1.2, 0.8] as const;

/** The worlds, their means `separation` standard deviations apart. */
export function worldOf(name: WorldName, separation: number): World {
  if (name === 'counts') return counts(separation);
  if (name === 'axes') return gaussians('One variance', SAME, separation, [0.9, 0.3], [1, 0, 0.7], [1, 0, 0.7]);
  if (name === 'tilted') return gaussians('One covariance', TILTED, separation, [1, 0], [1, 0.85, 0.5], [1, 0.85, 0.5]);
  return gaussians('Two covariances', OWN, separation, [1, 0], [0.55, 0, 0.55], [1.2, -0.5, 1.1]);
}

const SAME =
  'Features independent given the class, with variances that the classes share: the note’s own example. The log-odds are linear.';
const TILTED =
  'The features depend on each other given the class, and still the log-odds are linear: the classes share the covariance. Independence is sufficient, not necessary (erratum E61). Naive Bayes, which believes in it, tilts its line.';
const OWN =
  'Each class has a covariance of its own. The quadratic terms no longer cancel: the boundary is a curve, which no linear method can be.';
const COUNTS =
  'Two Poisson counts: nothing here is Gaussian, and the log-odds are linear all the same, x log(λ₁ / λ₀) a feature plus a constant. A logistic regression is right about it; the Gaussian routes only come near.';

function gaussians(
  label: string,
  lesson: string,
  separation: number,
  [u, v]: readonly [number, number],
  ...factors: readonly [Gaussian['factor'], Gaussian['factor']]
): World {
  const [zero, one] = factors.map((factor, of): Gaussian => {
    const along = (of - 0.5) * separation;
    return { mean: [CENTRE[0] + along * u, CENTRE[1] + along * v], factor };
  }) as [Gaussian, Gaussian];
  return {
    label,
    lesson,
    logRatio: (x, y) => logDensity(one, x, y) - logDensity(zero, x, y),
    draw(of, rng) {
      const { mean, factor } = of === 1 ? one : zero;
      const [a, b] = [rng.normal(), rng.normal()];
      return [mean[0] + factor[0] * a, mean[1] + factor[1] * a + factor[2] * b];
    },
    view: { from: [CENTRE[0] - 4, CENTRE[1] - 4], side: 8 },
  };
}

function logDensity({ mean, factor: [a, b, c] }: Gaussian, x: number, y: number): number {
  const u = (x - mean[0]) / a;
  const v = (y - mean[1] - b * u) / c;
  return -0.5 * (u * u + v * v) - Math.log(2 * Math.PI * a * c);
}

/** Poisson counts, of rates whose distance grows with the separation. */
function counts(separation: number): World {
  const rates = [
    [3, 5],
    [3 + 1.8 * separation, 5 - 0.7 * separation],
  ] as const;
  return {
    label: 'Counts',
    lesson: COUNTS,
    logRatio: (x, y) =>
      x * Math.log(rates[1][0] / rates[0][0]) -
      (rates[1][0] - rates[0][0]) +
      y * Math.log(rates[1][1] / rates[0][1]) -
      (rates[1][1] - rates[0][1]),
    draw: (of, rng) => [poisson(rates[of][0], rng), poisson(rates[of][1], rng)],
    view: { from: [-1, -1], side: 17 },
  };
}

/** By counting exponential waits within one unit of time. */
function poisson(rate: number, rng: Rng): number {
  let [count, time] = [-1, 0];
  while (time <= 1) {
    time += rng.exponential() / rate;
    count++;
  }
  return count;
}

export interface Labelled {
  readonly x: NdArray<Float64Array>;
  readonly y: Uint8Array;
}

/** Points with classes, class 1 of the given share: never fewer than three of either. */
export function drawPoints(world: World, n: number, share: number, rng: Rng): Labelled {
  const ones = Math.min(n - 3, Math.max(3, Math.round(n * share)));
  const y = Uint8Array.from({ length: n }, (_, i) => (i < ones ? 1 : 0));
  const points = Array.from(y, (label) => world.draw(label as 0 | 1, rng));
  return { x: ndArray([n, 2], Float64Array.from(points.flat())), y };
}
