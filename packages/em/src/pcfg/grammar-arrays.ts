import { checkOptions, checkPositiveInteger, type NamedArrays, type NdArray, ndArray } from '@latents/math';
import { checkArrays, type Json } from '@latents/training';
import type { GrammarParameters } from './grammar.js';
import type { Tables } from './tables.js';

/** Sizes of a grammar's tables. */
export interface GrammarSizes {
  readonly nonterminals: number;
  readonly symbols: number;
  readonly vocabulary: number;
  readonly shared: boolean;
}

/**
 * Returns the sizes that a description holds.
 *
 * @throws RangeError for sizes that are not positive integers, or do not fit together.
 */
export function grammarSizes(where: string, config: { readonly [key: string]: Json }): GrammarSizes {
  checkOptions(where, config as object, ['kind', 'nonterminals', 'symbols', 'vocabulary', 'shared']);
  const { nonterminals, symbols, vocabulary, shared } = config;
  checkPositiveInteger(where, nonterminals, 'nonterminals');
  checkPositiveInteger(where, symbols, 'symbols');
  checkPositiveInteger(where, vocabulary, 'vocabulary');
  if (typeof shared !== 'boolean' || (shared ? symbols !== nonterminals : symbols <= nonterminals))
    throw new RangeError(
      `${where}: expected ${nonterminals} symbols if shared and more if not, got ${symbols} and shared ${JSON.stringify(shared)}.`,
    );
  return { nonterminals, symbols, vocabulary, shared };
}

/** Returns the parameters of a grammar by name. */
export function grammarArrays({ nonterminals: n, symbols: s, vocabulary: v, firstPreterminal, ...tables }: Tables) {
  return {
    root: ndArray([n], tables.root),
    rules: ndArray([n, s, s], tables.rules),
    words: ndArray([s - firstPreterminal, v], tables.words),
  };
}

/**
 * Returns the parameters of a grammar from arrays by name.
 *
 * @throws Error if an array is missing, unknown, misshapen or not finite.
 */
export function parametersOf(where: string, sizes: GrammarSizes, arrays: NamedArrays): GrammarParameters {
  const { nonterminals: n, symbols: s, vocabulary: v, shared } = sizes;
  const shapes = { root: { shape: [n] }, rules: { shape: [n, s, s] }, words: { shape: [shared ? n : s - n, v] } };
  checkArrays(where, shapes, arrays);
  const { root, rules, words } = arrays as Readonly<Record<string, NdArray>>;
  return { root: root!.data, rules: rules!, words: words!, shared };
}
