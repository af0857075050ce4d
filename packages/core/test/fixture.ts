import { fixtureFoldersOf, fixturesOf } from '@latents/testing/plain';

export const fixture = fixturesOf(import.meta.url);
const folder = fixtureFoldersOf(import.meta.url);

/** A number, or the name of one that JSON cannot hold. */
export type Value = number | 'NaN' | 'Infinity' | '-Infinity';
/** Parameters of a univariate family by name, each a float32 number. */
export type Parameters = Readonly<Record<string, number>>;

/** The values of one univariate distribution at one point `x` and one probability `p`. */
export interface Point {
  readonly params: Parameters;
  readonly x: number;
  readonly p: number;
  readonly logProb: Value;
  readonly cdf?: Value;
  readonly icdf?: Value;
  readonly entropy?: Value;
  readonly mean?: Value;
  readonly variance?: Value;
  /** Derivatives of the log-probability by `x` and by each parameter. */
  readonly gradients?: Readonly<Record<string, Value>>;
}

/** Returns the points of each univariate family (tools/reference/distributions.py). */
export function pointsOfFamilies(): Record<string, Point[]> {
  const files = folder<{ rows: Point[] }>('distributions');
  return Object.fromEntries(Object.entries(files).map(([name, { rows }]) => [name, rows]));
}

/** A family `q` with its parameters, a family `p` with its parameters, and KL(q, p) in nats. */
export type KlRow = readonly [q: string, a: Parameters, p: string, b: Parameters, nats: number | 'Infinity'];

/** Returns the divergences between univariate families (tools/reference/kl.py). */
export function klRows(): KlRow[] {
  const files = folder<{ rows: [Parameters, string, Parameters, number | 'Infinity'][] }>('kl');
  return Object.entries(files).flatMap(([q, { rows }]) => rows.map((row): KlRow => [q, ...row]));
}

/** A number or an array of any rank. */
export type Nested = Value | readonly Nested[];
/** Parameters of a family on vectors by name. */
export type VectorParameters = Readonly<Record<string, Nested>>;

/** The values of one distribution on vectors at one point `x`. */
export interface VectorPoint {
  readonly params: VectorParameters;
  readonly x: Nested;
  readonly logProb: Value;
  readonly entropy?: Value;
  /** The sum of the absolute addends of the log-probability: float32 loses up to some 1e-7 of it. */
  readonly terms: number;
  readonly gradients: Readonly<Record<string, Nested>>;
}

/** Two distributions of one family on vectors and their divergence in nats. */
export interface VectorPair {
  readonly q: VectorParameters;
  readonly p: VectorParameters;
  readonly kl: Value;
}

/** Returns the points and the divergences of each family on vectors (tools/reference/vectors.py). */
export function vectorFamilies(): Record<string, { readonly rows: VectorPoint[]; readonly kl: VectorPair[] }> {
  return folder('vectors');
}

export const EDGE_METHODS = ['mean', 'variance', 'entropy', 'kl', 'logProb', 'cdf', 'icdf'] as const;
export type EdgeMethod = (typeof EDGE_METHODS)[number];

/**
 * The parameters of a univariate distribution, then those of a second one for a divergence, or a point, or a probability; the value
 * there; and how far it moves where each input moves by its own size.
 */
export type EdgeRow = readonly Value[];

/** Returns values at extreme parameters and arguments, by family and method (tools/reference/edges.py). */
export function edgesOfFamilies(): Record<
  string,
  { readonly parameters: readonly string[] } & Readonly<Partial<Record<EdgeMethod, EdgeRow[]>>>
> {
  return folder('edges');
}
