import { checkOptions, checkRng, type NdArray, type Rng } from '@latents/math';

import { convexityOf } from './convexity.js';
import { criticalBetaOf } from './critical-beta.js';
import {
  type Bottleneck,
  bottleneckOf,
  checkAlpha,
  checkStopping,
  oneToOne,
  STOPPING_OPTIONS,
  warningsOf,
} from './information-bottleneck.js';
import { iterate, type Stopping } from './iterate.js';
import { type Source, sourceOf } from './source.js';

export interface CurveOptions extends Partial<Stopping> {
  /** The betas to trace the curve at, positive and strictly increasing. */
  readonly betas: readonly number[];
  /** As in {@link informationBottleneck}: 1 (default) to 0. */
  readonly alpha?: number;
  /** Draws the nudges by which codewords part on the way up. */
  readonly rng: Rng;
}

/** Where the number of codewords changes between two betas of the curve. */
export interface PhaseTransition {
  readonly between: readonly [lower: number, upper: number];
  /** Cardinality below and above. */
  readonly cardinality: readonly [number, number];
}

export interface BottleneckCurve {
  /** I(X; Y), which no relevance exceeds, in nats. */
  readonly information: number;
  /** The best code found for each beta, in their order. */
  readonly codes: readonly Bottleneck[];
  readonly transitions: readonly PhaseTransition[];
  /**
   * By how many nats the codes contradict each other: the most that one of them, valued at another's beta, is better than that other.
   * 0 (to rounding) for a curve of global optima, and the curve is then concave; more proves that some code is not optimal. With
   * alpha below 1 it is in the units of that Lagrangian.
   */
  readonly contradiction: number;
}

/**
 * The information curve: the bottleneck at many betas, annealed downwards from one codeword a symbol (codewords merge) and upwards
 * from the best code below (codewords part), the better of the two kept; then every code is tried as a start for its
 * neighbours' betas until none is contradicted by another.
 *
 * @param joint p(x, y), `[|X|, |Y|]`.
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { bottleneckCurve, jointOf } from '@latents/infotheory/tables';
 *
 * const joint = jointOf([[0.45, 0.05], [0.05, 0.45]]);
 * const curve = bottleneckCurve(joint, { betas: [1.2, 1.5, 1.7, 3], rng: createRng(0) });
 * curve.codes.map(({ cardinality }) => cardinality); // => [1, 1, 2, 2]
 * curve.transitions[0].between; // => [1.5, 1.7]
 * ```
 * @throws RangeError as {@link informationBottleneck}, or unless the betas are positive, finite and strictly increasing.
 * @see ERRATA E44; Rose 1998, "Deterministic annealing"; Gilad-Bachrach, Navot & Tishby 2003
 */
export function bottleneckCurve(joint: NdArray, options: CurveOptions): BottleneckCurve {
  const where = 'bottleneckCurve(joint, options)';
  const source = sourceOf(where, joint);
  checkOptions(where, options, [...STOPPING_OPTIONS, 'betas', 'alpha', 'rng']);
  checkRng(`${where}: rng`, options.rng);
  const { betas, rng, alpha = 1 } = options;
  checkAlpha(where, alpha);
  const stopping = checkStopping(where, options);
  checkBetas(where, betas);
  const solve = (beta: number, start: Float64Array) =>
    bottleneckOf(source, { alpha, beta }, iterate(source, start, { alpha, beta }, stopping));

  const codes: Bottleneck[] = new Array(betas.length);
  let start = oneToOne(source.n);
  for (let i = betas.length - 1; i >= 0; i--) {
    codes[i] = solve(betas[i]!, start);
    // Once the code is empty it stays so on the way down, whatever it parts into on the way up.
    start = codes[i]!.encoder.data;
  }
  let previous: Float64Array = new Float64Array(source.n).fill(1);
  for (const [i, beta] of betas.entries()) {
    const up = solve(beta, parted(source, previous, rng));
    codes[i] = better(codes[i]!, up);
    previous = codes[i]!.encoder.data;
  }
  exchange(codes, solve);
  let onset: number | undefined;
  const onsetOnce = () => {
    onset ??= criticalBetaOf(source).onset;
    return onset;
  };
  return {
    information: source.information,
    codes: codes.map((code) => ({ ...code, warnings: warningsOf(code, onsetOnce, source.information) })),
    transitions: transitionsOf(codes),
    contradiction: convexityOf(codes).worst,
  };
}

function better(a: Bottleneck, b: Bottleneck): Bottleneck {
  return b.lagrangian < a.lagrangian ? b : a;
}

/** Each codeword as two, whose encoders differ by a random nudge: at most twice as many as are used, and at most |X|. */
function parted({ n }: Source, encoder: Float64Array, rng: Rng): Float64Array {
  const size = encoder.length / n;
  const more = Math.min(size, Math.max(0, n - size));
  const wider = size + more;
  const out = new Float64Array(n * wider);
  for (let x = 0; x < n; x++) {
    for (let z = 0; z < size; z++) {
      const q = encoder[x * size + z]!;
      const share = z < more ? 0.5 + 0.1 * (rng.uniform() - 0.5) : 1;
      out[x * wider + z] = q * share;
      if (z < more) out[x * wider + size + z] = q * (1 - share);
    }
  }
  return out;
}

const ROUNDS = 20;

/** Restarts each contradicted code from the one that contradicts it, until none is. */
function exchange(codes: Bottleneck[], solve: (beta: number, start: Float64Array) => Bottleneck): void {
  for (let round = 0; round < ROUNDS; round++) {
    const { rival } = convexityOf(codes);
    let changed = false;
    for (const [i, j] of rival.entries()) {
      if (j === i) continue;
      const again = solve(codes[i]!.beta, codes[j]!.encoder.data);
      if (again.lagrangian < codes[i]!.lagrangian - 1e-12) {
        codes[i] = again;
        changed = true;
      }
    }
    if (!changed) return;
  }
}

function transitionsOf(codes: readonly Bottleneck[]): PhaseTransition[] {
  return codes.slice(1).flatMap((above, i) => {
    const below = codes[i]!;
    return above.cardinality === below.cardinality
      ? []
      : [{ between: [below.beta, above.beta], cardinality: [below.cardinality, above.cardinality] } as const];
  });
}

function checkBetas(where: string, betas: readonly number[]): void {
  const wrong = betas.findIndex((beta, i) => !(beta > (betas[i - 1] ?? 0) && beta < Infinity));
  if (betas.length === 0 || wrong >= 0) {
    throw new RangeError(
      `${where}: expected at least one beta, all positive, finite and strictly increasing, got ${betas.length === 0 ? 'none' : `${betas[wrong]} at index ${wrong}`}.`,
    );
  }
}
