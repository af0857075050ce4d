import { ContextFreeGrammar } from '@latents/em';
import { ndArray, type Rng } from '@latents/math';

/**
 * A grammar to start EM from: any two symbols under any phrase, chances at random.
 *
 * @param emissions What tags emit, `[tags, vocabulary]`, where that is known.
 */
export function randomGrammar(
  { phrases, tags, vocabulary }: { readonly phrases: number; readonly tags: number; readonly vocabulary: number },
  rng: Rng,
  emissions?: Float64Array,
): ContextFreeGrammar {
  const symbols = phrases + tags;
  const rows = (count: number, width: number) =>
    Float64Array.from(
      Array.from({ length: count }, () =>
        normalized(Float64Array.from({ length: width }, () => 0.5 + rng.uniform())),
      ).flatMap((row) => [...row]),
    );
  return new ContextFreeGrammar({
    root: Float64Array.from({ length: phrases }, (_, a) => (a === 0 ? 1 : 0)),
    rules: ndArray([phrases, symbols, symbols], rows(phrases, symbols * symbols)),
    words: ndArray([tags, vocabulary], emissions ?? rows(tags, vocabulary)),
  });
}

/** The same rules and words, with chances at random: what a linguist knows who has counted nothing. */
export function forgotten({ tables }: ContextFreeGrammar, rng: Rng): ContextFreeGrammar {
  const { root, rules, words, nonterminals: n, symbols: s, vocabulary: v, firstPreterminal } = tables;
  const some = (p: number): number => (p > 0 ? 0.2 + rng.uniform() : 0);
  const rows = (table: Float64Array, width: number) => {
    const out = table.map(some);
    for (let at = 0; at < out.length; at += width) normalized(out.subarray(at, at + width));
    return out;
  };
  return new ContextFreeGrammar({
    root,
    rules: ndArray([n, s, s], rows(rules, s * s)),
    words: ndArray([s - firstPreterminal, v], rows(words, v)),
  });
}

/** A little of one grammar in another of the same shape, so that no sentence that the first can make is impossible. */
export function mixed(grammar: ContextFreeGrammar, little: ContextFreeGrammar, share = 0.001): ContextFreeGrammar {
  const { nonterminals: n, symbols: s, vocabulary: v, firstPreterminal } = grammar.tables;
  const mix = (table: 'root' | 'rules' | 'words') =>
    grammar.tables[table].map((p, i) => (1 - share) * p + share * little.tables[table][i]!);
  return new ContextFreeGrammar({
    root: mix('root'),
    rules: ndArray([n, s, s], mix('rules')),
    words: ndArray([s - firstPreterminal, v], mix('words')),
  });
}

function normalized(row: Float64Array): Float64Array {
  const total = row.reduce((sum, p) => sum + p, 0);
  for (let i = 0; i < row.length; i++) row[i] = row[i]! / total;
  return row;
}
