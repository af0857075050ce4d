import { countSemiring, entropySemiring, type LabelledTree, type TreebankGrammar } from '@latents/em';

/** The words from `from` to just before `to`, and what they may be. */
export interface ChartCell {
  readonly from: number;
  readonly to: number;
  /** p(these words are one constituent | sentence). */
  readonly constituent: number;
  /** Symbols with p(symbol over the span | sentence), the likeliest first, those near 0 left out. */
  readonly symbols: readonly { readonly name: string; readonly probability: number }[];
}

export interface Parsed {
  readonly words: readonly string[];
  /** log p(sentence), in nats. */
  readonly logProb: number;
  /** The likeliest tree, and its share of p(sentence). */
  readonly tree: LabelledTree;
  readonly share: number;
  readonly parses: number;
  /** Of the posterior over trees, in nats. */
  readonly entropy: number;
  readonly chart: readonly ChartCell[];
}

/** The chart grows with the square of the words, and must be read. */
export const MOST_WORDS = 14;

/** What a grammar makes of a sentence; or, in words, why it makes nothing of it. */
export function parseSentence(parser: TreebankGrammar, text: string): Parsed | { readonly problem: string } {
  const typed = text
    .trim()
    .replace(/[.!?]+$/, '')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  if (typed.length === 0) return { problem: 'Expected a sentence, got none. Type some words.' };
  if (typed.length > MOST_WORDS)
    return { problem: `Expected at most ${MOST_WORDS} words, got ${typed.length}. Leave some out.` };
  const words: string[] = [];
  for (const word of typed) {
    const known = [word, word.toLowerCase(), word[0]!.toUpperCase() + word.slice(1).toLowerCase()];
    const found = known.find((form) => parser.vocabulary.includes(form));
    if (found === undefined)
      return { problem: `The grammar has no word “${word}”. It knows: ${[...parser.vocabulary].sort().join(', ')}.` };
    words.push(found);
  }
  const { grammar, symbols } = parser;
  const sentence = parser.encode(words);
  const logProb = grammar.logProb(sentence);
  const best = parser.parse(words);
  if (best === undefined) {
    const lost = words.find((_, i) => chanceOf(parser, sentence[i]!) === 0);
    const why =
      lost === undefined
        ? 'no tree of this grammar has these words in this order'
        : `this grammar gives “${lost}” no chance, as EM does with a word that its sentences lack`;
    return { problem: `“${words.join(' ')}” has no parse: ${why}, so its probability is 0.` };
  }
  return {
    words,
    logProb,
    tree: best.tree,
    share: Math.exp(best.logProb - logProb),
    parses: grammar.valueOf(sentence, countSemiring),
    entropy: Math.max(0, grammar.valueOf(sentence, entropySemiring).entropy),
    chart: grammar.chart(sentence).map(({ from, to, probabilities }) => ({
      from,
      to,
      constituent: Math.min(
        1,
        probabilities.reduce((sum, p) => sum + p, 0),
      ),
      symbols: Array.from(probabilities, (probability, a) => ({ name: symbols[a]!, probability }))
        .filter(({ probability }) => probability > 5e-4)
        .sort((a, b) => b.probability - a.probability),
    })),
  };
}

/** The sum of the chances that symbols give to a word. */
function chanceOf({ grammar: { tables } }: TreebankGrammar, word: number): number {
  let sum = 0;
  for (let at = word; at < tables.words.length; at += tables.vocabulary) sum += tables.words[at]!;
  return sum;
}
