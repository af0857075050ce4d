import type { Conditional } from '@latents/core';
import {
  clusterAgreement,
  contextEncoder,
  InfoCotrain,
  vocabularyOf,
  wordEmbedding,
  wordEncoder,
  wordsInContext,
} from '@latents/infotheory';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { batches, fit, fullBatch } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../fixture.js';

const SENTENCES = [
  ['we', 'saw', 'it', 'run'],
  ['we', 'ran', 'a'],
];
const vocabulary = vocabularyOf(SENTENCES, { minCount: 2, alsoSpell: [['sawn', '?']] });
const [DIM, UNITS, LABELS] = [3, 2, 4];

const made: { dispose(): void }[] = [];
afterEach(() => {
  for (const model of made.splice(0)) model.dispose();
});

function encoders() {
  const rng = createRng(1);
  const embedding = wordEmbedding(vocabulary, { dim: DIM, rng });
  const psi = wordEncoder({ vocabulary, embedding, units: UNITS, codewords: LABELS, rng });
  const phi = contextEncoder({ embedding, width: 1, codewords: LABELS, rng });
  made.push(psi, phi);
  return { psi, phi, embedding };
}

type Weights = Record<string, Float64Array>;
const read = (encoder: Conditional): Weights =>
  Object.fromEntries(Object.entries(encoder.variables).map(([name, v]) => [name, Float64Array.from(v.dataSync())]));

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
/** row (of `from`) times kernel plus bias, in float64. */
const affine = (row: number[], kernel: Float64Array, bias: Float64Array) =>
  Array.from(bias, (b, j) => row.reduce((sum, v, i) => sum + v * kernel[i * bias.length + j]!, b));
const rowOf = (table: Float64Array, row: number, width: number) => [...table.subarray(row * width, (row + 1) * width)];
const logSoftmax = (scores: number[]) => {
  const total = Math.log(scores.reduce((sum, s) => sum + Math.exp(s), 0));
  return scores.map((s) => s - total);
};

/** PyTorch's documented GRU, character by character. */
function plainGru(characters: number[], w: Weights, direction: string): number[] {
  let h: number[] = Array(UNITS).fill(0);
  for (const c of characters) {
    const vector = rowOf(w['spelling/characters']!, c, UNITS);
    const x = affine(vector, w[`spelling/${direction}/inputKernel`]!, w[`spelling/${direction}/inputBias`]!);
    const g = affine(h, w[`spelling/${direction}/kernel`]!, w[`spelling/${direction}/bias`]!);
    h = h.map((before, i) => {
      const reset = sigmoid(x[i]! + g[i]!);
      const update = sigmoid(x[UNITS + i]! + g[UNITS + i]!);
      return (1 - update) * Math.tanh(x[2 * UNITS + i]! + reset * g[2 * UNITS + i]!) + update * before;
    });
  }
  return h;
}

function plainPsi(word: number, w: Weights): number[] {
  const spelling = [...vocabulary.spellings[word]!];
  const features = [
    ...rowOf(w['embedding']!, vocabulary.embeddingOf[word]!, DIM),
    ...plainGru(spelling, w, 'forwards'),
    ...plainGru([...spelling].reverse(), w, 'backwards'),
  ];
  return logSoftmax(affine(features, w['kernel']!, w['bias']!));
}

const plainPhi = (context: number[], w: Weights) =>
  logSoftmax(
    affine(
      context.flatMap((id) => rowOf(w['embedding']!, id, DIM)),
      w['kernel']!,
      w['bias']!,
    ),
  );

const logsOf = (encoder: ReturnType<typeof encoders>['psi'], ids: number[][]) =>
  tf.tidy(() =>
    encoder
      .given(tf.tensor2d(ids, undefined, 'int32'))
      .logProbabilities()
      .arraySync(),
  ) as number[][];

function close(got: number[][], expected: number[][]) {
  got.forEach((row, i) => {
    row.forEach((v, j) => {
      expect(v).toBeCloseTo(expected[i]![j]!, 5);
    });
  });
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('the word encoder is a GRU read character by character in both directions', () => {
    const { psi } = encoders();
    const w = read(psi);
    const all = vocabulary.words.map((_, word) => word);
    close(
      logsOf(
        psi,
        all.map((word) => [word]),
      ),
      all.map((word) => plainPsi(word, w)),
    );
    // Words that come again, and out of the order of their lengths.
    const repeated = [5, 2, 5, 0, 1, 1, 4];
    close(
      logsOf(
        psi,
        repeated.map((word) => [word]),
      ),
      repeated.map((word) => plainPsi(word, w)),
    );
  });

  it('batch of one, and of no characters', () => {
    const { psi } = encoders();
    for (const word of [0, 3]) close(logsOf(psi, [[word]]), [plainPsi(word, read(psi))]);
  });

  it("the context encoder is linear in its words' vectors one after another", () => {
    const { phi } = encoders();
    const contexts = [
      [0, 2],
      [1, 0],
      [2, 2],
    ];
    close(
      logsOf(phi, contexts),
      contexts.map((context) => plainPhi(context, read(phi))),
    );
  });

  it('a joint step with a shared embedding: the gradient of the bound by differences in float64', async () => {
    const { psi, phi } = encoders();
    const model = new InfoCotrain({ psi, phi });
    made.push(model);
    const views = wordsInContext(SENTENCES, vocabulary, 1);
    const [n, rate] = [7, 0.1];
    const before = { psi: read(psi), phi: read(phi) };
    const value = (w: typeof before) => {
      const p = Array.from(views.y.data, (word) => plainPsi(word, w.psi).map(Math.exp));
      const q = p.map((_, i) => plainPhi([...views.x.data.slice(2 * i, 2 * i + 2)], w.phi));
      const marginal = p[0]!.map((_, z) => p.reduce((sum, row) => sum + row[z]! / n, 0));
      const entropy = -marginal.reduce((sum, v) => sum + v * Math.log(v), 0);
      return entropy + p.reduce((sum, row, i) => sum + row.reduce((s, v, z) => s + v * q[i]![z]!, 0) / n, 0);
    };
    const step = model.players({ joint: { optimizer: tf.train.sgd(rate) } });
    for await (const reading of fit(step, fullBatch(views, n), { steps: 1, rng: createRng(0) })) {
      expect(reading).toMatchObject({ player: 'psi and phi', side: 'lower', direction: 'up', sound: true });
      expect(reading.nats).toBeCloseTo(value(before), 5);
    }
    const after = { psi: read(psi), phi: read(phi) };
    for (const part of ['psi', 'phi'] as const) {
      for (const [name, start] of Object.entries(before[part])) {
        const gradient = differences((at) => {
          // The embedding is one variable: it moves in both.
          const moved = { psi: { ...before.psi }, phi: { ...before.phi } };
          moved[part][name] = at;
          if (name === 'embedding') moved.psi[name] = moved.phi[name] = at;
          return value(moved);
        }, start);
        expect(gradient.some((g) => Math.abs(g) > 1e-4)).toBe(true);
        gradient.forEach((g, i) => {
          expect(after[part][name]![i]! - start[i]!).toBeCloseTo(rate * g, 5);
        });
      }
    }
  });

  it('leaks nothing', async () => {
    const { psi, phi } = encoders();
    const model = new InfoCotrain({ psi, phi });
    made.push(model);
    const views = wordsInContext(SENTENCES, vocabulary, 1);
    const optimizer = tf.train.sgd(0.1);
    await expectNoLeak(async () => {
      const step = model.players({ joint: { optimizer } });
      for await (const _ of fit(step, fullBatch(views, 7), { steps: 2, rng: createRng(0) }));
      await model.clusters(views.y);
    });
    await expectNoLeak(() => {
      const more = encoders();
      new InfoCotrain(more).dispose();
    });
  });
});

describe('part-of-speech induction', () => {
  beforeAll(() => useBackend('cpu'));

  it('finds the word classes of a language whose grammar is known, unseen words by their spelling', async () => {
    // Determiner, noun, verb, in this order; nouns end in -o, verbs in -i.
    const rng = createRng(3);
    const noun = (i: number) => `${'bdfgklmnp'[i % 9]}${'rstvz'[i % 5]}o`;
    const verb = (i: number) => `${'bdfgklmnp'[i % 9]}${'rstvz'[i % 5]}i`;
    const sentences = Array.from({ length: 100 }, () => ['le', noun(rng.integer(20)), verb(rng.integer(20))]);
    const unseen = [['le', noun(30), verb(31)]];
    const lexicon = vocabularyOf(sentences, { alsoSpell: unseen });
    const embedding = wordEmbedding(lexicon, { dim: 8, scale: 0.3, rng });
    const model = new InfoCotrain({
      psi: wordEncoder({ vocabulary: lexicon, embedding, units: 6, codewords: 5, rng }),
      phi: contextEncoder({ embedding, width: 1, codewords: 5, rng }),
    });
    made.push(model);
    const views = wordsInContext(sentences, lexicon, 1);
    const step = model.players({ joint: { optimizer: tf.train.adam(0.05) }, marginal: { decay: 0.9 } });
    for await (const _ of fit(step, batches(views, { size: 60, rng }), { epochs: 10, rng }));
    const gold = Array.from(views.y.data, (_, i) => i % 3);
    const found = await model.clusters(views.y);
    expect(clusterAgreement(found, gold).homogeneity).toBe(1);
    const labels = await model.clusters(wordsInContext(unseen, lexicon, 1).y);
    const classOf = new Map(Array.from(found, (label, i) => [label, gold[i]]));
    expect(Array.from(labels, (label) => classOf.get(label))).toEqual([0, 1, 2]);
    // I(word; context) is log 3: each position has words of its own.
    const { bound } = await model.evaluate(views);
    expect(bound.value).toBeGreaterThan(0.9 * Math.log(3));
    expect(bound.value).toBeLessThan(Math.log(3) + 1e-6);
  });
});

describe('refuses', () => {
  beforeAll(() => useBackend('cpu'));
  const rng = createRng(0);

  it('sizes that are not positive integers', () => {
    const { embedding } = encoders();
    for (const bad of [0, -1, 1.5, Number.NaN]) {
      expect(() => wordEmbedding(vocabulary, { dim: bad, rng })).toThrow('{ dim }');
      const word = { vocabulary, embedding, units: 2, codewords: 2, rng };
      expect(() => wordEncoder({ ...word, units: bad })).toThrow('{ units }');
      expect(() => wordEncoder({ ...word, codewords: bad })).toThrow('{ codewords }');
      const context = { embedding, width: 1, codewords: 2, rng };
      expect(() => contextEncoder({ ...context, width: bad })).toThrow('{ width }');
      expect(() => contextEncoder({ ...context, codewords: bad })).toThrow('{ codewords }');
    }
    for (const bad of [0, -1, Infinity, Number.NaN]) {
      expect(() => wordEmbedding(vocabulary, { dim: 2, scale: bad, rng })).toThrow('{ scale }');
    }
  });

  it('an embedding of another vocabulary, numbers that are not words, contexts of another width', () => {
    const { psi, phi } = encoders();
    const other = wordEmbedding(vocabularyOf([['a', 'b']]), { dim: 2, rng });
    expect(() => wordEncoder({ vocabulary, embedding: other, units: 2, codewords: 2, rng })).toThrow('got 4');
    other.dispose();
    for (const bad of [-1, 9, 0.5]) {
      expect(() => tf.tidy(() => psi.given(tf.tensor2d([[bad]])).logits)).toThrow('from 0 to 8');
    }
    expect(() => tf.tidy(() => phi.given(tf.tensor2d([[0, 3]])).logits)).toThrow('from 0 to 2');
    expect(() => tf.tidy(() => phi.given(tf.tensor2d([[0, 1, 0]])).logits)).toThrow('[..., 2]');
  });

  it('a decay that is no decay', () => {
    const model = new InfoCotrain(encoders());
    made.push(model);
    const optimizer = tf.train.sgd(0.1);
    for (const decay of [-0.1, 1, Number.NaN]) {
      expect(() => model.players({ joint: { optimizer }, marginal: { decay } })).toThrow('players({ marginal })');
    }
  });
});
