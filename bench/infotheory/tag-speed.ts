// Words a second that InfoCotrain trains on, of the model of examples/infotheory/src/induce-tags.ts, on one thread.
//
//   cd bench && node --experimental-wasm-relaxed-simd --conditions=@latents/source --import tsx infotheory/tag-speed.ts [batch] [min-count] [batches]

import { readFileSync } from 'node:fs';
import { parseAlignedLines } from '@latents/datasets';
import { batches, createRng, createWordCotrain, fit, vocabularyOf, wordsInContext } from '@latents/infotheory';
import { useWasm } from '@latents/setup/wasm';
import { Adam } from '@latents/wasm';

const [size = 80, minCount = 1, count = 100] = process.argv.slice(2).map(Number);
const text = readFileSync(new URL('../../../shared/data/ud/en_ewt/train.words', import.meta.url), 'utf8');
const sentences = parseAlignedLines({ forms: text }).map(({ forms }) => forms);
const backend = await useWasm();
const rng = createRng(42);
const vocabulary = vocabularyOf(sentences, { minCount });
const model = createWordCotrain({ vocabulary, dim: 200, units: 100, width: 2, codewords: 45, rng });
const players = model.players({ joint: { optimizer: new Adam({ learningRate: 2e-3 }) } });
const data = batches(wordsInContext(sentences, vocabulary, 2), { size, rng });
let [seen, started, cpu] = [0, performance.now(), process.cpuUsage()];
for await (const { step: at, examples } of fit(players, data, { steps: count + 5, rng })) {
  seen += examples;
  if (at === 4) [seen, started, cpu] = [0, performance.now(), process.cpuUsage()];
}
const { user, system } = process.cpuUsage(cpu);
const wall = (performance.now() - started) / 1000;
console.log(
  `InfoCotrain, batches of ${size}, ${vocabulary.embeddings} word vectors: ${Math.round(seen / wall)} words a second, ` +
    `${Math.round((1e6 * seen) / (user + system))} a second of CPU time (${backend})`,
);
