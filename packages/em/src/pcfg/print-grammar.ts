import type { TreebankGrammar } from './treebank-grammar.js';
import { writtenSymbol } from './written-symbol.js';

/**
 * Returns a grammar in the form that `parseGrammar` reads: a line a symbol, its likeliest alternatives first.
 *
 * @param least Alternatives of lower probability are left out (default 0: those of probability 0 are); the lines may then sum to less than 1.
 * @throws RangeError if the grammar has not one certain root, or the form cannot tell a name: an empty one, one of
 * several lines, one that a phrase and a tag share, or a word with both kinds of quotes.
 */
export function printGrammar({ grammar, symbols, vocabulary }: TreebankGrammar, least = 0): string {
  const { nonterminals, symbols: s, firstPreterminal, vocabulary: v, root, rules, words } = grammar.tables;
  const start = root.indexOf(1);
  if (start < 0)
    throw new RangeError(`printGrammar(grammar): expected one root of probability 1, got [${root.slice(0, 8)}].`);
  const twice = symbols.find((name, i) => symbols.indexOf(name) !== i);
  if (twice !== undefined)
    throw new RangeError(
      `printGrammar(grammar): expected symbols of different names, got '${twice}' twice, as a phrase and as a tag. Rename one of them.`,
    );
  const names = symbols.map((symbol) => writtenSymbol(ofOneLine(symbol)));
  const alternatives = (a: number): string => {
    const found: [string, number][] = [];
    if (a < nonterminals)
      for (let i = 0; i < s * s; i++)
        found.push([`${names[Math.floor(i / s)]} ${names[i % s]}`, rules[a * s * s + i]!]);
    if (a >= firstPreterminal)
      for (let w = 0; w < v; w++)
        found.push([quoted(ofOneLine(vocabulary[w]!)), words[(a - firstPreterminal) * v + w]!]);
    return found
      .filter(([, p]) => p > 0 && p >= least)
      .sort(([, p], [, q]) => q - p)
      .map(([right, p]) => `${right} [${p}]`)
      .join(' | ');
  };
  const order = [start, ...Array.from({ length: s }, (_, a) => a).filter((a) => a !== start)];
  return order
    .map((a) => [names[a], alternatives(a)] as const)
    .filter(([, right]) => right !== '')
    .map(([symbol, right]) => `${symbol} -> ${right}`)
    .join('\n');
}

function ofOneLine(name: string): string {
  if (name !== '' && !/[\r\n]/.test(name)) return name;
  throw new RangeError(
    `printGrammar(grammar): expected symbols and words of one line each, got ${JSON.stringify(name)}. Give it another name.`,
  );
}

function quoted(word: string): string {
  const quote = word.includes("'") ? '"' : "'";
  if (word.includes(quote))
    throw new RangeError(`printGrammar(grammar): expected words with single or double quotes, not both, got ${word}.`);
  return quote + word + quote;
}
