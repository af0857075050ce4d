import { parseAlignedLines } from '@latents/datasets';
import {
  CategoricalEmission,
  HiddenMarkovModel,
  labelledSpans,
  maximizeLikelihood,
  TreebankGrammar,
  withRestarts,
} from '@latents/em';
import { createRng, ndArray, type Rng } from '@latents/math';
import { sharedText } from './files.js';
import { saveTraces } from './grammar-pictures.js';
import { mixed, randomGrammar } from './random-grammar.js';

const LONGEST = 10;
const TRAINING = 600;
const PHRASES = 6;
const RESTARTS = 2;

/**
 * A grammar of English learned from tags alone: how it predicts, beside simpler models, and what it brackets. Likelihood asks for what
 * predicts, not for phrases as linguists have them: it brackets DET NOUN and DET ADJ NOUN, and as gladly PRON AUX, PRON VERB and ADP DET.
 */
export async function tagGrammar(seed: number): Promise<void> {
  const train = tagsOf('train')?.slice(0, TRAINING);
  const test = tagsOf('test');
  if (!train || !test) return;
  const tags = [...new Set(train.flat())].sort();
  const known = test.filter((sentence) => sentence.every((tag) => tags.includes(tag)));
  const encode = (sentences: readonly (readonly string[])[]) => sentences.map((s) => s.map((tag) => tags.indexOf(tag)));
  const size = (sentences: readonly ArrayLike<number>[]) => sentences.reduce((sum, { length }) => sum + length, 0);
  const [x, held] = [encode(train), encode(known)];
  const perTag = (logMarginal: number) => logMarginal / size(held);
  const rng = createRng(seed);

  // Each tag is a preterminal of its own; the rules are all there is to learn.
  const identity = Float64Array.from({ length: tags.length ** 2 }, (_, i) => (i % (tags.length + 1) === 0 ? 1 : 0));
  const sizes = { phrases: PHRASES, tags: tags.length, vocabulary: tags.length };
  const traces: number[][] = [];
  const found = withRestarts(
    (own, index) => {
      traces[index] = [];
      return randomGrammar(sizes, own, identity);
    },
    x,
    {
      restarts: RESTARTS,
      maxIterations: 40,
      tolerance: 1e-4,
      rng: rng.split(),
      onIteration: ({ logMarginal }) => traces.at(-1)!.push(logMarginal / size(x)),
    },
  );
  const model = mixed(found.model, randomGrammar(sizes, rng.split(), identity));
  console.log(
    `grammar of tags (UD EWT): ${x.length} sentences of 2 to ${LONGEST} tags, ${held.length} held out; nats a tag, held out`,
  );
  console.log(`  grammar, ${PHRASES} phrases           ${perTag(model.expect(held).logMarginal).toFixed(4)}`);
  for (const states of [1, PHRASES, tags.length]) {
    const hmm = maximizeLikelihood(
      chain(states, tags.length, rng.split()),
      x.map((s) => ndArray([s.length], Int32Array.from(s))),
      { maxIterations: 100, tolerance: 1e-4 },
    ).model;
    const nats = mixedChain(hmm).expect(held.map((s) => ndArray([s.length], Int32Array.from(s)))).logMarginal;
    console.log(`  hidden Markov model, ${String(states).padStart(2)} states  ${perTag(nats).toFixed(4)}`);
  }
  const parser = new TreebankGrammar(model, [...Array.from({ length: PHRASES }, (_, a) => `X${a}`), ...tags], tags);
  const phrases = new Map<string, number>();
  for (const sentence of known) {
    const tree = parser.parse(sentence)?.tree;
    for (const { from, to } of tree ? labelledSpans(tree) : []) {
      if (to - from === sentence.length || to - from > 3) continue;
      const key = sentence.slice(from, to).join(' ');
      phrases.set(key, (phrases.get(key) ?? 0) + 1);
    }
  }
  console.log('  what it brackets most, and how often of the times it stands there (inside a longer sentence):');
  for (const [phrase, count] of [...phrases].sort((a, b) => b[1] - a[1]).slice(0, 12))
    console.log(`    ${phrase.padEnd(24)} ${count} of ${occurrences(known, phrase.split(' '))}`);
  await saveTraces('tag-grammar-traces.png', [{ name: 'restarts', traces }]);
}

function tagsOf(part: string): string[][] | undefined {
  const tags = sharedText(`ud/en_ewt/${part}.upos`);
  return tags === undefined
    ? undefined
    : parseAlignedLines({ tags })
        .map((sentence) => sentence.tags)
        .filter(({ length }) => length >= 2 && length <= LONGEST);
}

function occurrences(sentences: readonly (readonly string[])[], phrase: readonly string[]): number {
  let count = 0;
  for (const sentence of sentences) {
    if (sentence.length === phrase.length) continue;
    for (let at = 0; at + phrase.length <= sentence.length; at++)
      if (phrase.every((tag, i) => sentence[at + i] === tag)) count++;
  }
  return count;
}

/** A hidden Markov model with a stop, so that it gives chances to sentences of all lengths as a grammar does. */
function chain(states: number, symbols: number, rng: Rng): HiddenMarkovModel<CategoricalEmission> {
  const rows = (count: number, width: number, share = 1) =>
    Float64Array.from(
      Array.from({ length: count }, () => {
        const row = Array.from({ length: width }, () => 0.5 + rng.uniform());
        const total = row.reduce((sum, p) => sum + p, 0);
        return row.map((p) => (share * p) / total);
      }).flat(),
    );
  return new HiddenMarkovModel({
    start: rows(1, states),
    transitions: ndArray([states, states], rows(states, states, 0.85)),
    stop: new Array<number>(states).fill(0.15),
    emission: new CategoricalEmission(ndArray([states, symbols], rows(states, symbols))),
  });
}

/** A little of the flat model, as the grammar has it. */
function mixedChain(hmm: HiddenMarkovModel<CategoricalEmission>): HiddenMarkovModel<CategoricalEmission> {
  const { states, emission } = hmm;
  const mix = (p: Float64Array, flat: number) => p.map((value) => 0.999 * value + 0.001 * flat);
  return new HiddenMarkovModel({
    start: mix(hmm.start, 1 / states),
    transitions: ndArray([states, states], mix(hmm.transitions.data, 1 / (states + 1))),
    stop: mix(hmm.stop!, 1 / (states + 1)),
    emission: new CategoricalEmission(
      ndArray([states, emission.symbols], mix(emission.probabilities, 1 / emission.symbols)),
    ),
  });
}
