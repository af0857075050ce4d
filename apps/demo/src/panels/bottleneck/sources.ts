import { gaussianBottleneck, jointOf } from '@latents/infotheory/tables';
import { type NdArray, ndArray } from '@latents/math';
import type { Settings } from './settings.js';
import { parseTable } from './table-text.js';
import { TOPICS, WORDS } from './words.js';

/** What a code costs and keeps, in nats. */
export interface PlanePoint {
  readonly rate: number;
  readonly relevance: number;
}

/** A joint table of X and Y, and what is known of its curve. */
export interface Source {
  readonly joint: NdArray<Float64Array>;
  /** The names of the rows, in an order in which neighbours are alike. */
  readonly symbols: readonly string[];
  /** A curve in closed form, and what it is of. */
  readonly known?: { readonly what: string; readonly points: readonly PlanePoint[] };
}

/** @throws RangeError for a table of the reader's that is no joint distribution. */
export function createSource(settings: Settings): Source {
  switch (settings.kind) {
    case 'words':
      return words(settings);
    case 'symmetric':
      return symmetric(settings);
    case 'gaussian':
      return gaussian(settings);
    case 'table': {
      const { names, rows } = parseTable(settings.text);
      return { joint: jointOf(rows), symbols: names };
    }
  }
}

/** Equally frequent words, each with the chances of its topics. */
function words({ words: count, noise }: Settings): Source {
  const chosen = Array.from({ length: count }, (_, i) => WORDS[Math.floor((i * WORDS.length) / count)]!);
  const rows = chosen.map(([, ...counts]) => {
    const total = counts.reduce((sum, times) => sum + times, 0);
    return counts.map((times) => ((1 - noise) * times) / total + noise / TOPICS.length);
  });
  return { joint: jointOf(rows), symbols: chosen.map(([word]) => word) };
}

const STEPS = 200;

/** A fair bit, flipped now and then: the best codes are it again, flipped with any chance (ERRATA A9). */
function symmetric({ crossover: p }: Settings): Source {
  const information = (flip: number) => Math.LN2 + xlogx(flip) + xlogx(1 - flip);
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    const a = 0.5 * (1 - i / STEPS);
    return { rate: information(a), relevance: information(a * (1 - p) + (1 - a) * p) };
  });
  const joint = jointOf([
    [1 - p, p],
    [p, 1 - p],
  ]);
  return { joint, symbols: ['0', '1'], known: { what: 'closed form', points } };
}

function xlogx(value: number): number {
  return value > 0 ? value * Math.log(value) : 0;
}

const REACH = 3;
/** The tails belong to the outermost cells; beyond this there is nothing to speak of. */
const END = 6;
/** Points a unit of length at which the density is summed. */
const FINE = 20;

/** A correlated Gaussian whose lines are cut into cells. A code of the cells is one of the Gaussian: its curve lies below. */
function gaussian({ correlation: r, cells }: Settings): Source {
  const cellOf = (v: number) => Math.min(cells - 1, Math.max(0, Math.floor(((v + REACH) / (2 * REACH)) * cells)));
  const fine = Array.from({ length: 2 * END * FINE }, (_, i) => (i + 0.5) / FINE - END);
  const rows = Array.from({ length: cells }, () => new Float64Array(cells));
  for (const x of fine) {
    for (const y of fine) {
      rows[cellOf(x)]![cellOf(y)]! += Math.exp((-0.5 * (x * x - 2 * r * x * y + y * y)) / (1 - r * r));
    }
  }
  const one = ndArray([1, 1], Float64Array.of(1));
  const pair = { covX: one, covY: one, covXY: ndArray([1, 1], Float64Array.of(r)) };
  // At the critical beta the rate is 0; the last point lies beyond what so many cells can tell.
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    const { rate, relevance } = gaussianBottleneck(pair, { beta: 1 / r ** 2 + Math.expm1((8 * i) / STEPS) / 10 });
    return { rate, relevance };
  });
  const width = (2 * REACH) / cells;
  const symbols = rows.map((_, i) => `${signed(i * width - REACH)} to ${signed((i + 1) * width - REACH)}`);
  return {
    joint: jointOf(rows),
    symbols,
    known: { what: 'the Gaussian itself', points: points.filter(({ rate }) => rate <= Math.log(cells)) },
  };
}

function signed(value: number): string {
  return value.toFixed(1).replace('-', '−');
}
