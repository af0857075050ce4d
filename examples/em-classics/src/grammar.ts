import {
  type BracketScore,
  type ContextFreeGrammar,
  type LabelledTree,
  labelledF1,
  leaves,
  parseGrammar,
  printTree,
  TreebankGrammar,
  treeLength,
  treeWords,
  withRestarts,
} from '@latents/em';
import { createRng, type Rng } from '@latents/math';
import { saveChart, saveTraces } from './grammar-pictures.js';
import { forgotten, mixed, randomGrammar } from './random-grammar.js';
import { branching, namesOf, renamed, sentenceOf, unlabelled } from './trees.js';

/** A little English that is known, so that what EM finds in its sentences can be scored. */
const ENGLISH = `
  S  -> NP VP [1]
  NP -> D N [0.6] | D NB [0.2] | NP PP [0.2]
  NB -> A N [0.8] | A NB [0.2]
  VP -> V NP [0.65] | VP PP [0.25] | V S2 [0.1]
  S2 -> C S [1]
  PP -> P NP [1]
  D  -> 'the' [0.6] | 'a' [0.4]
  N  -> 'dog' [0.25] | 'cat' [0.2] | 'child' [0.2] | 'park' [0.15] | 'telescope' [0.1] | 'tree' [0.1]
  A  -> 'old' [0.4] | 'small' [0.35] | 'hungry' [0.25]
  V  -> 'saw' [0.4] | 'liked' [0.35] | 'found' [0.25]
  P  -> 'with' [0.4] | 'in' [0.35] | 'near' [0.25]
  C  -> 'that' [1]
`;

const TRAINING = 400;
const TEST = 300;
const RESTARTS = 8;
const LONGEST = 12;
/** Symbols without names: as many as the grammar has. */
const SIZES = { phrases: 6, tags: 6 } as const;

/** A grammar learned from raw sentences, from its own rules with chances forgotten and from nothing, scored on new sentences. */
export async function grammar(seed: number): Promise<void> {
  const english = parseGrammar(ENGLISH);
  const rng = createRng(seed);
  const training = drawTrees(english, TRAINING, rng.split());
  const test = drawTrees(english, TEST, rng.split());
  const sentences = training.map((tree) => english.encode(leaves(tree)));
  const words = sentences.reduce((sum, { length }) => sum + length, 0);
  const testWords = test.reduce((sum, tree) => sum + leaves(tree).length, 0);
  const vocabulary = english.vocabulary.length;
  const options = { restarts: RESTARTS, maxIterations: 150, tolerance: 1e-4 };
  const learn = (start: (rng: Rng) => ContextFreeGrammar): Learned => {
    const traces: number[][] = [];
    const found = withRestarts(
      (own, index) => {
        traces[index] = [];
        return start(own);
      },
      sentences,
      { ...options, rng: rng.split(), onIteration: ({ logMarginal }) => traces.at(-1)!.push(logMarginal / words) },
    );
    return { model: mixed(found.model, start(rng.split())), traces };
  };
  const known = learn((own) => forgotten(english.grammar, own));
  const nothing = learn((own) => randomGrammar({ ...SIZES, vocabulary }, own));

  const report = (name: string, parser: TreebankGrammar, labelled: (tree: LabelledTree) => LabelledTree) => {
    const found = test.map((tree) => parser.parse(leaves(tree))?.tree);
    const unnamed = labelledF1(test.map((tree, i) => [unlabelled(tree), found[i] && unlabelled(found[i])] as const));
    const named = labelledF1(
      test.map((tree, i) => [tree, found[i] && labelled(found[i])] as const),
      { ignoredLabels: ['S'] },
    );
    const logProb = parser.grammar.expect(test.map((tree) => parser.encode(leaves(tree)))).logMarginal / testWords;
    console.log(
      `  ${name.padEnd(34)} ${logProb.toFixed(4)} nats a word; brackets F1 ${percent(unnamed)}, labelled ${percent(named)}, whole trees ${(100 * unnamed.exact).toFixed(1)} %`,
    );
    return found;
  };
  console.log(`grammar: ${TRAINING} raw sentences of 4 to ${LONGEST} words, scored on ${TEST} new ones`);
  report('the grammar that wrote them', english, (tree) => tree);
  report('EM, rules known', english.with(known.model), (tree) => tree);
  const blank = new TreebankGrammar(
    nothing.model,
    Array.from({ length: SIZES.phrases + SIZES.tags }, (_, a) =>
      a < SIZES.phrases ? `X${a}` : `t${a - SIZES.phrases}`,
    ),
    english.vocabulary,
  );
  const names = namesOf(training.map((tree) => [tree, blank.parse(leaves(tree))?.tree] as const));
  const found = report('EM, nothing known', blank, (tree) => renamed(tree, names));
  for (const side of ['right', 'left'] as const) {
    const score = labelledF1(
      test.map((tree) => [unlabelled(tree), unlabelled(branching(leaves(tree), side))] as const),
    );
    console.log(`  ${`always branching ${side}`.padEnd(34)} brackets F1 ${percent(score)}`);
  }
  console.log(`  its symbols cover: ${[...names].map(([symbol, name]) => `${symbol} ${name}`).join(', ')}`);
  const shown = test.findIndex((tree) => leaves(tree).length === 8 && leaves(tree).includes('with'));
  if (shown >= 0) {
    console.log(`  ${sentenceOf(test[shown]!)}`);
    console.log(`    drawn as ${printTree(test[shown]!)}`);
    if (found[shown]) console.log(`    found    ${printTree(renamed(found[shown], names))}`);
    await saveChart('grammar-chart.png', english.with(known.model), leaves(test[shown]!));
  }
  await saveTraces(
    'grammar-traces.png',
    [
      { name: 'rules known', traces: known.traces },
      { name: 'nothing known', traces: nothing.traces },
    ],
    english.grammar.expect(sentences).logMarginal / words,
  );
}

interface Learned {
  readonly model: ContextFreeGrammar;
  readonly traces: readonly (readonly number[])[];
}

function drawTrees(parser: TreebankGrammar, count: number, rng: Rng): LabelledTree[] {
  const trees: LabelledTree[] = [];
  while (trees.length < count) {
    const tree = parser.grammar.sample(rng, 10_000);
    if (treeLength(tree) >= 4 && treeLength(tree) <= LONGEST)
      trees.push(
        parser.decode(
          tree,
          treeWords(tree).map((word) => parser.vocabulary[word]!),
        ),
      );
  }
  return trees;
}

function percent({ f1 }: BracketScore): string {
  return `${(100 * f1).toFixed(1)} %`;
}
