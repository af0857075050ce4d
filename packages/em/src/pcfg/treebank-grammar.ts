import { checkOptions, type NamedArrays } from '@latents/math';
import { type Batches, checkKind, type Json, type Model, type ModelConfig, type SavedModel } from '@latents/training';
import { unbinarize } from './binarize.js';
import { ContextFreeGrammar, type Sentences } from './context-free-grammar.js';
import type { Tree } from './grammar.js';
import type { LabelledTree } from './treebank.js';

/** The word that stands for rare ones. */
export const UNKNOWN = '<unk>';

const KIND = 'treebank grammar';

/**
 * A grammar whose symbols and words have names: from sentences in words to trees in labels and back. It saves and loads with
 * its names, and its players train `grammar`, in place.
 */
export class TreebankGrammar implements Model<Sentences, object> {
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
   * Returns the grammar that a file holds: `load(TreebankGrammar, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for names that are not as many as the symbols and words, or as `ContextFreeGrammar.fromSaved` does.
   */
  static fromSaved({ config, arrays }: SavedModel): TreebankGrammar {
    const where = 'load(TreebankGrammar, source)';
    checkKind(where, KIND, config);
    checkOptions(where, config as object, ['kind', 'grammar', 'symbols', 'vocabulary']);
    const { grammar, symbols, vocabulary } = config;
    const inner = { ...(typeof grammar === 'object' ? grammar : {}) } as ModelConfig;
    return new TreebankGrammar(
      ContextFreeGrammar.fromSaved({ config: inner, arrays }),
      names(where, 'symbols', symbols),
      names(where, 'vocabulary', vocabulary),
    );
  }

  get config(): ModelConfig {
    return { kind: KIND, grammar: this.grammar.config, symbols: this.symbols, vocabulary: this.vocabulary };
  }

  get parameters(): NamedArrays {
    return this.grammar.parameters;
  }

  /** Takes the values of arrays, as {@link ContextFreeGrammar} does. @throws As it does. */
  assign(arrays: NamedArrays): void {
    this.grammar.assign(arrays);
  }

  /** Returns the two players of EM, who train `grammar` in place. @throws RangeError for any option: EM has none. */
  players(options: object = {}) {
    return this.grammar.players(options);
  }

  /**
   * Returns sentences in words as one batch of word numbers: `train(parser, sentences, { steps, rng })` is EM.
   *
   * @throws TypeError for what is not a list of sentences in words.
   * @throws RangeError for a batch size, an empty sentence, or as {@link TreebankGrammar.encode} does.
   */
  batches(data: unknown, options: { readonly size?: number } = {}): Batches<Sentences> {
    if (!Array.isArray(data) || !data.every(Array.isArray))
      throw new TypeError('train(parser, data): expected sentences in words, string[][], got other data.');
    return this.grammar.batches(
      data.map((sentence: readonly string[]) => this.encode(sentence)),
      options,
    );
  }

  /** Does nothing: there is no memory to free. It may be called twice. */
  dispose(): void {}

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

/** Throws a RangeError unless a part of a description is a list of names. */
function names(where: string, what: string, value: Json | undefined): readonly string[] {
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string'))
    throw new RangeError(
      `${where}: expected ${what} to be a list of names, got ${JSON.stringify(value)?.slice(0, 100)}.`,
    );
  return value;
}
