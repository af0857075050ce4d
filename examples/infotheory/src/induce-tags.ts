// Part-of-speech induction (Stratos 2019) on English web text: `pnpm start [--epochs 3] [--labels 45] [--batch 80] [--rate 2e-3]
// [--min-count 2] [--scale 1] [--dim 200] [--units 100] [--width 2] [--decay 0] [--seed 42] [--conllu FILE]`. No tag is seen in training; after each
// epoch the clusters are compared with the treebank's own tags on the same sentences, as in the paper. Ends with the clusters.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseAlignedLines, parseConllu } from '@latents/datasets';
import {
  batches,
  clusterAgreement,
  createRng,
  createWordCotrain,
  fit,
  ndArray,
  toBits,
  vocabularyOf,
  wordsInContext,
} from '@latents/infotheory';
import { dataPath } from '@latents/setup/data';
import { useWasm } from '@latents/setup/wasm';
import { Adam } from '@latents/wasm';

interface Sentence {
  readonly forms: readonly string[];
  readonly xpos: readonly string[];
}

async function treebank(part: string): Promise<Sentence[] | undefined> {
  const paths = ['words', 'xpos'].map((kind) => dataPath(`ud/en_ewt/${part}.${kind}`));
  const [forms, xpos] = await Promise.all(paths.map((path) => path && readFile(path, 'utf8')));
  return forms && xpos ? parseAlignedLines({ forms, xpos }) : undefined;
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    epochs: { type: 'string', default: '3' },
    labels: { type: 'string', default: '45' },
    batch: { type: 'string', default: '80' },
    rate: { type: 'string', default: '2e-3' },
    'min-count': { type: 'string', default: '2' },
    scale: { type: 'string', default: '1' },
    dim: { type: 'string', default: '200' },
    units: { type: 'string', default: '100' },
    width: { type: 'string', default: '2' },
    decay: { type: 'string', default: '0' },
    seed: { type: 'string', default: '42' },
    conllu: { type: 'string' },
  },
});
const [epochs, labels, size, learningRate, minCount, scale, dim, units, width, decay, seed] = [
  values.epochs,
  values.labels,
  values.batch,
  values.rate,
  values['min-count'],
  values.scale,
  values.dim,
  values.units,
  values.width,
  values.decay,
  values.seed,
].map(Number) as [number, number, number, number, number, number, number, number, number, number, number];
const sentences = values.conllu ? parseConllu(await readFile(values.conllu, 'utf8')) : await treebank('train');
const heldOut = values.conllu ? undefined : await treebank('dev');
if (sentences) {
  const backend = await useWasm();
  const forms = sentences.map((sentence) => sentence.forms);
  const unseen = heldOut?.map((sentence) => sentence.forms);
  const vocabulary = vocabularyOf(forms, { minCount, alsoSpell: unseen ?? [] });
  const views = wordsInContext(forms, vocabulary, width);
  const tags = sentences.flatMap(({ xpos }) => xpos);
  const tagset = [...new Set(tags)];
  const gold = tags.map((tag) => tagset.indexOf(tag));
  const words = gold.length;
  console.log(
    `${words} words of ${vocabulary.words.length - 1} kinds, ${tagset.length} tags; ${labels} labels, batches of ${size} on ${backend}`,
  );

  const rng = createRng(seed);
  const model = createWordCotrain({ vocabulary, dim, scale, units, width, codewords: labels, rng });
  const players = model.players({
    joint: { optimizer: new Adam({ learningRate }) },
    marginal: decay > 0 ? { decay } : 'batch',
  });
  const data = batches(views, { size, rng: rng.split() });
  // A word's label is a function of the word alone.
  const everyWord = ndArray(
    [vocabulary.words.length, 1],
    Int32Array.from(vocabulary.words, (_, i) => i),
  );
  let labelOf = new Int32Array();
  let [total, since] = [0, performance.now()];
  for await (const { nats, step: at, epoch } of fit(players, data, { epochs, rng: rng.split() })) {
    total += nats;
    if ((at + 1) % data.perEpoch !== 0) continue;
    labelOf = Int32Array.from(await model.clusters(everyWord));
    const found = Array.from(views.y.data, (word) => labelOf[word]!);
    const { manyToOne, oneToOne, vMeasure } = clusterAgreement(found, gold);
    const seconds = (performance.now() - since) / 1000;
    const percent = (share: number) => (100 * share).toFixed(2);
    console.log(
      `epoch ${epoch + 1}: many-to-one ${percent(manyToOne)} %, one-to-one ${percent(oneToOne)} %, V ${percent(vMeasure)} %, ` +
        `${new Set(found).size} labels in use; bound on batches ${toBits(total / data.perEpoch).toFixed(2)} bits; ` +
        `${seconds.toFixed(1)} s with evaluation, ${Math.round(words / seconds)} words a second`,
    );
    [total, since] = [0, performance.now()];
  }

  if (unseen) {
    const { bound, standardError } = await model.evaluate(wordsInContext(unseen, vocabulary, width));
    console.log(
      `I(word; context) on held-out sentences: at least ${bound.value.toFixed(3)} nats, s.e. ${standardError.toFixed(3)} (the ceiling is log ${labels} = ${Math.log(labels).toFixed(3)})`,
    );
  }
  for (let label = 0; label < labels; label++) {
    // Words are numbered by falling frequency.
    const members = vocabulary.words.filter((_, word) => vocabulary.counts[word]! > 0 && labelOf[word] === label);
    if (members.length > 0) console.log(`${label}\t${members.length}\t${members.slice(0, 12).join(' ')}`);
  }
}
