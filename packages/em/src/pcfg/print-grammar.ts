import type { TreebankGrammar } from './treebank-grammar.js';

/**
 * A grammar in the form that `parseGrammar` reads: a line a symbol, its likeliest alternatives first.
 *
 * @param least Alternatives of lower probability are left out (default 0: those of probability 0 are); the lines may then sum to less than 1.
 * @throws RangeError if the grammar has not one certain root, or a word has both kinds of quotes, which the form cannot tell.
 */
export function printGrammar({ grammar, symbols, vocabulary }: TreebankGrammar, least = 0): string {
  const { nonterminals, symbols: s, firstPreterminal, vocabulary: v, root, rules, words } = grammar.tables;
  const start = root.indexOf(1);
  if (start < 0)
    throw new RangeError(`printGrammar(grammar): expected one root of probability 1, got [${root.slice(0, 8)}].`);
  const alternatives = (a: number): string => {
    const found: [string, number][] = [];
    if (a < nonterminals)
      for (let i = 0; i < s * s; i++)
        found.push([`${symbols[Math.floor(i / s)]} ${symbols[i % s]}`, rules[a * s * s + i]!]);
    if (a >= firstPreterminal)
      for (let w = 0; w < v; w++) found.push([quoted(vocabulary[w]!), words[(a - firstPreterminal) * v + w]!]);
    return found
      .filter(([, p]) => p > 0 && p >= least)
      .sort(([, p], [, q]) => q - p)
      .map(([right, p]) => `${right} [${p}]`)
      .join(' | ');
  };
  const order = [start, ...Array.from({ length: s }, (_, a) => a).filter((a) => a !== start)];
  return order
    .map((a) => [symbols[a], alternatives(a)] as const)
    .filter(([, right]) => right !== '')
    .map(([symbol, right]) => `${symbol} -> ${right}`)
    .join('\n');
}

function quoted(word: string): string {
  const quote = word.includes("'") ? '"' : "'";
  if (word.includes(quote))
    throw new RangeError(`printGrammar(grammar): expected words with single or double quotes, not both, got ${word}.`);
  return quote + word + quote;
}
