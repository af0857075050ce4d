import { parseAlignedLines } from '@latents/datasets';
import { CategoricalEmission, HiddenMarkovModel } from '@latents/em';
import { ndArray } from '@latents/math';
import { plotPng } from '@latents/pictures';
import * as Plot from '@observablehq/plot';
import { savePicture, sharedText } from './files.js';

interface Sentence {
  readonly words: string[];
  readonly tags: string[];
}

function sentences(part: string): Sentence[] | undefined {
  const words = sharedText(`ud/en_ewt/${part}.words`);
  const tags = sharedText(`ud/en_ewt/${part}.upos`);
  return words === undefined || tags === undefined ? undefined : parseAlignedLines({ words, tags });
}

/** Universal tags of English by a hidden Markov model: estimated from tagged sentences, which are sequences with known states. */
export async function tagging(): Promise<void> {
  const train = sentences('train');
  const test = sentences('test');
  if (!train || !test) return;
  const tags = [...new Set(train.flatMap((sentence) => sentence.tags))].sort();
  const counts = new Map<string, number>();
  for (const word of train.flatMap((sentence) => sentence.words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vocabulary = new Map(
    [...SHAPES, ...[...counts].filter(([, n]) => n > 1).map(([word]) => word)].map((w, i) => [w, i]),
  );
  const numbers = (words: string[]) =>
    ndArray(
      [words.length],
      Int32Array.from(words, (word) => vocabulary.get(word) ?? vocabulary.get(shapeOf(word))!),
    );
  const [m, v] = [tags.length, vocabulary.size];
  const uniform = (width: number) => new Float64Array(m * width).fill(1 / width);
  const flat = new HiddenMarkovModel({
    start: uniform(m).subarray(0, m),
    transitions: ndArray([m, m], uniform(m)),
    emission: new CategoricalEmission(ndArray([m, v], uniform(v))),
  });
  const known = train.map(({ words, tags: states }) => ({
    observations: numbers(words),
    states: states.map((tag) => tags.indexOf(tag)),
  }));
  const counted = flat.maximize(flat.expect(known).statistics);
  // A little of the flat model, so that no test sentence is impossible.
  const mixed = (p: Float64Array, width: number) => p.map((value) => 0.999 * value + 0.001 / width);
  const model = new HiddenMarkovModel({
    start: mixed(counted.start, m),
    transitions: ndArray([m, m], mixed(counted.transitions.data, m)),
    emission: new CategoricalEmission(ndArray([m, v], mixed(counted.emission.probabilities, v))),
  });
  let right = { viterbi: 0, decode: 0 };
  let total = 0;
  for (const { words, tags: truth } of test) {
    const x = numbers(words);
    const best = model.viterbi(x).path;
    const likeliest = model.decode(x);
    truth.forEach((tag, t) => {
      total++;
      right = {
        viterbi: right.viterbi + Number(tags[best[t]!] === tag),
        decode: right.decode + Number(tags[likeliest[t]!] === tag),
      };
    });
  }
  const share = (n: number) => `${((100 * n) / total).toFixed(2)} %`;
  console.log(
    `tagging English (UD EWT): ${share(right.viterbi)} of ${total} test words right by Viterbi, ${share(right.decode)} by posterior decoding; ${m} tags, ${v} words`,
  );
  const moves = Array.from(model.transitions.data, (p, i) => ({ from: tags[Math.floor(i / m)]!, to: tags[i % m]!, p }));
  const png = plotPng({
    width: 620,
    height: 600,
    marginLeft: 60,
    marginTop: 60,
    x: { axis: 'top', label: 'next tag', tickRotate: -60, domain: tags },
    y: { label: 'tag', domain: tags },
    color: { scheme: 'Blues', domain: [0, 0.6] },
    marks: [
      Plot.cell(moves, { x: 'to', y: 'from', fill: 'p', inset: 0.5 }),
      Plot.text(
        moves.filter(({ p }) => p >= 0.1),
        {
          x: 'to',
          y: 'from',
          text: ({ p }: { p: number }) => p.toFixed(2).slice(1),
          fill: ({ p }: { p: number }) => (p > 0.35 ? 'white' : 'black'),
          fontSize: 9,
        },
      ),
    ],
  });
  await savePicture('tag-transitions.png', png);
}

const SHAPES = ['<number>', '<Capital>', '<-ing>', '<-ed>', '<-s>', '<-ly>', '<other>'];

/** What stands for a word that training has not seen twice. */
function shapeOf(word: string): string {
  if (/\d/.test(word)) return '<number>';
  if (/^[A-Z]/.test(word)) return '<Capital>';
  const ending = /(ing|ed|s|ly)$/.exec(word)?.[1];
  return ending ? `<-${ending}>` : '<other>';
}
