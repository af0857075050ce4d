import {
  ContextFreeGrammar,
  type LabelledTree,
  labelledF1,
  leaves,
  type Sentences,
  TreebankGrammar,
  treeLength,
  treeWords,
} from '@latents/em';
import { createRng, ndArray, type Rng } from '@latents/math';
import { HalfSteps } from '../em-steps/half-steps.js';
import { english } from './english.js';

export type Start = 'rules' | 'symbols';

export interface GrammarSettings {
  readonly start: Start;
  readonly sentences: number;
  readonly seed: number;
}

const LENGTHS = { least: 3, most: 8 } as const;
/** Without names, so many symbols. */
const UNNAMED = 6;

/** EM of a grammar from raw sentences, whose trees are known to us and not to it. */
export class GrammarRun extends HalfSteps<Sentences, ContextFreeGrammar> {
  readonly start: Start;
  readonly written: TreebankGrammar;
  /** The trees that the sentences were drawn with. */
  readonly trees: readonly LabelledTree[];
  /** log p(x) of the grammar that wrote the sentences, in nats a word. */
  readonly writtenLogProb: number;
  private readonly names: readonly string[];

  constructor({ start, sentences: count, seed }: GrammarSettings) {
    const rng = createRng(seed);
    const written = english();
    const drawn = drawTrees(written.grammar, count, rng.split());
    const sentences = drawn.map(treeWords);
    const words = sentences.reduce((sum, { length }) => sum + length, 0);
    super(
      start === 'rules' ? forgotten(written.grammar, rng) : unnamed(written.vocabulary.length, rng),
      sentences,
      words,
    );
    this.start = start;
    this.written = written;
    this.names = start === 'rules' ? written.symbols : Array.from({ length: UNNAMED }, (_, i) => `X${'₁₂₃₄₅₆'[i]}`);
    this.trees = drawn.map((tree, i) =>
      written.decode(
        tree,
        sentences[i]!.map((word) => written.vocabulary[word]!),
      ),
    );
    this.writtenLogProb = written.grammar.expect(sentences).logMarginal / words;
  }

  /** The grammar as it is now, with names. */
  get trained(): TreebankGrammar {
    return new TreebankGrammar(this.model, this.names, this.written.vocabulary);
  }

  /** How well the likeliest trees agree with those that were drawn, brackets only. */
  bracketF1(): number {
    const parser = this.trained;
    return labelledF1(
      this.trees.map((tree) => {
        const found = parser.parse(leaves(tree));
        return [unlabelled(tree), found && unlabelled(found.tree)] as const;
      }),
    ).f1;
  }

  /** The same of trees that always branch to the right, which English mostly does. */
  rightBranchingF1(): number {
    return labelledF1(this.trees.map((tree) => [unlabelled(tree), unlabelled(rightBranching(leaves(tree)))] as const))
      .f1;
  }
}

function drawTrees(grammar: ContextFreeGrammar, count: number, rng: Rng) {
  const trees = [];
  while (trees.length < count) {
    const tree = grammar.sample(rng, 1000);
    const words = treeLength(tree);
    if (words >= LENGTHS.least && words <= LENGTHS.most) trees.push(tree);
  }
  return trees;
}

/** The same rules and words, with chances at random. */
function forgotten(
  { tables: { root, rules, words, nonterminals: n, symbols: s, vocabulary: v } }: ContextFreeGrammar,
  rng: Rng,
) {
  const some = (p: number): number => (p > 0 ? 0.2 + rng.uniform() : 0);
  return sharedGrammar(root, n, v, rules.map(some), words.map(some), s);
}

/** Any two symbols under any symbol, any word under any, all about as likely: only chance tells the symbols apart. */
function unnamed(vocabulary: number, rng: Rng): ContextFreeGrammar {
  const n = UNNAMED;
  const draw = (size: number, weight: number) =>
    Float64Array.from({ length: size }, () => weight * (0.5 + rng.uniform()));
  const root = Float64Array.from({ length: n }, (_, a) => (a === 0 ? 1 : 0));
  return sharedGrammar(root, n, vocabulary, draw(n ** 3, 0.4 / n ** 2), draw(n * vocabulary, 0.6 / vocabulary), n);
}

/** Rows of rules and words divided by their sum together. */
function sharedGrammar(root: Float64Array, n: number, v: number, rules: Float64Array, words: Float64Array, s: number) {
  for (let a = 0; a < n; a++) {
    const parts = [rules.subarray(a * s * s, (a + 1) * s * s), words.subarray(a * v, (a + 1) * v)];
    const total = parts.reduce((sum, part) => part.reduce((t, p) => t + p, sum), 0);
    for (const part of parts) for (let i = 0; i < part.length; i++) part[i] = part[i]! / total;
  }
  return new ContextFreeGrammar({
    root,
    rules: ndArray([n, s, s], rules),
    words: ndArray([n, v], words),
    shared: true,
  });
}

/** With one label for all phrases; the whole sentence, which every tree has, gets one that does not count. */
function unlabelled(tree: LabelledTree): LabelledTree {
  const visit = ({ children }: LabelledTree): LabelledTree => ({
    label: 'X',
    children: typeof children === 'string' ? children : children.map(visit),
  });
  return { ...visit(tree), label: 'TOP' };
}

function rightBranching(words: readonly string[]): LabelledTree {
  const [first, ...rest] = words;
  const leaf: LabelledTree = { label: 'X', children: first! };
  return rest.length === 0 ? leaf : { label: 'X', children: [leaf, rightBranching(rest)] };
}
