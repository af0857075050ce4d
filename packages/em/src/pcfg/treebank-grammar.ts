import { unbinarize } from './binarize.js';
import type { ContextFreeGrammar } from './context-free-grammar.js';
import type { Tree } from './grammar.js';
import type { LabelledTree } from './treebank.js';

/** The word that stands for rare ones. */
export const UNKNOWN = '<unk>';

/** A grammar whose symbols and words have names: from sentences in words to trees in labels and back. */
export class TreebankGrammar {
  readonly grammar: ContextFreeGrammar;
  /** By symbol number: phrases, then, unless shared, tags. */
  readonly symbols: readonly string[];
  /** By word number. */
  readonly vocabulary: readonly string[];
  private readonly words: ReadonlyMap<string, number>;
  private readonly unknown: number | undefined;

  /** @throws RangeError if the names are not as many as the grammar's symbols and words. */
  constructor(grammar: ContextFreeGrammar, symbols: readonly string[], vocabulary: readonly string[]) {
    const { tables } = grammar;
    if (symbols.length !== tables.symbols || vocabulary.length !== tables.vocabulary)
      throw new RangeError(
        `new TreebankGrammar(grammar, symbols, vocabulary): expected ${tables.symbols} symbols and ${tables.vocabulary} words, got ${symbols.length} and ${vocabulary.length}.`,
      );
    this.grammar = grammar;
    this.symbols = symbols;
    this.vocabulary = vocabulary;
    this.words = new Map(vocabulary.map((word, i) => [word, i]));
    this.unknown = this.words.get(UNKNOWN);
  }

  /**
   * Word numbers of a sentence.
   *
   * @throws RangeError for a new word, if the grammar has no unknown word.
   */
  encode(sentence: readonly string[]): Int32Array {
    return Int32Array.from(sentence, (word, i) => {
      const found = this.words.get(word) ?? this.unknown;
      if (found === undefined)
        throw new RangeError(
          `grammar.encode(sentence): expected words of the vocabulary, got '${word}' at position ${i}. It has no '${UNKNOWN}' to stand for new words: estimate the grammar with a greater minCount.`,
        );
      return found;
    });
  }

  /** The likeliest derivation's tree, with phrases as the treebank has them, and its log probability in nats; undefined without a parse. */
  parse(sentence: readonly string[]): { tree: LabelledTree; logProb: number } | undefined {
    const found = this.grammar.viterbi(this.encode(sentence));
    return found && { tree: this.decode(found.tree, sentence), logProb: found.logProb };
  }

  /** The tree in labels of a tree in numbers over a sentence. */
  decode(tree: Tree, sentence: readonly string[]): LabelledTree {
    let at = 0;
    const visit = (node: Tree): LabelledTree => {
      const label = this.symbols[node.symbol]!;
      if ('word' in node) return { label, children: sentence[at++]! };
      const left = visit(node.left);
      return { label, children: [left, visit(node.right)] };
    };
    return unbinarize(visit(tree));
  }

  /** These names with another grammar of the same shape: one that EM has trained further. */
  with(grammar: ContextFreeGrammar): TreebankGrammar {
    return new TreebankGrammar(grammar, this.symbols, this.vocabulary);
  }
}
