// Times of the E and M steps of @latents/em on inputs that em_peers.py makes again from the same formulas, one line of JSON each:
// npx tsx --conditions=@latents/source em/em.ts, then /usr/bin/python3 em/em_peers.py, in bench/. Both take names of parts: mixtures,
// markov, grammars, logistic, digits; all of them if none is given.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { logisticRegression } from '@latents/classifiers';
import {
  CategoricalEmission,
  ContextFreeGrammar,
  type CovarianceType,
  gaussianMixture,
  HiddenMarkovModel,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { sharedOrExit } from '../shared.js';

/** Numbers in [0, 1) that Python makes alike: a 32-bit linear congruential generator. */
function uniforms(n: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** The median of the processor's time, in milliseconds: other programs on the machine count for less than by the clock. */
function median(run: () => void, repeats: number): number {
  for (let warm = 0; warm < 3; warm++) run();
  const times = Array.from({ length: repeats }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[repeats >> 1]!;
}

function report(name: string, milliseconds: number, check: number): void {
  console.log(JSON.stringify({ name, milliseconds: Number(milliseconds.toFixed(2)), check }));
}

/** Points about k centres: sums of uniforms, the centre of row i being number i mod k. */
function mixtureRows(n: number, d: number, k: number): Float64Array {
  const noise = uniforms(n * d, 1);
  const centers = uniforms(k * d, 2);
  return noise.map((u, i) => 4 * centers[(Math.floor(i / d) % k) * d + (i % d)]! + 3 * u);
}

function mixtures(): void {
  for (const [n, d, k, covariance] of [
    [20000, 2, 8, 'full'],
    [20000, 16, 8, 'full'],
    [50000, 16, 16, 'diagonal'],
    [10000, 64, 10, 'full'],
  ] as [number, number, number, CovarianceType][]) {
    const x = ndArray([n, d], mixtureRows(n, d, k));
    const means = ndArray(
      [k, d],
      uniforms(k * d, 2).map((c) => 4 * c + 1),
    );
    const one =
      covariance === 'full'
        ? Array.from({ length: d * d }, (_, i) => (i % (d + 1) ? 0 : 1))
        : new Array<number>(d).fill(1);
    const covariances = ndArray(
      [k, ...(covariance === 'full' ? [d, d] : [d])],
      Float64Array.from(Array.from({ length: k }, () => one).flat()),
    );
    const start = gaussianMixture({ weights: new Array<number>(k).fill(1 / k), means, covariances, covariance });
    const iteration = () => start.maximize(start.expect(x).statistics);
    report(`gmm ${n} ${d} ${k} ${covariance}`, median(iteration, 9), iteration().expect(x).logMarginal);
  }
}

function markov(): void {
  const [sequences, steps, states, symbols] = [1000, 1000, 16, 64];
  const rows = (n: number, width: number, seed: number) => {
    const table = uniforms(n * width, seed).map((u) => u + 0.05);
    return table.map((v, i) => v / table.subarray(i - (i % width), i - (i % width) + width).reduce((a, b) => a + b, 0));
  };
  const hmm = new HiddenMarkovModel({
    start: rows(1, states, 3),
    transitions: ndArray([states, states], rows(states, states, 4)),
    emission: new CategoricalEmission(ndArray([states, symbols], rows(states, symbols, 5))),
  });
  const all = uniforms(sequences * steps, 6).map((u) => Math.floor(u * symbols));
  const data = Array.from({ length: sequences }, (_, i) =>
    ndArray([steps], Int32Array.from(all.subarray(i * steps, (i + 1) * steps))),
  );
  const iteration = () => hmm.maximize(hmm.expect(data).statistics);
  report('hmm 1000 x 1000, 16 states, 64 symbols', median(iteration, 5), hmm.expect(data).logMarginal);
}

function grammars(): void {
  const [n, t, words, length, sentences] = [20, 20, 100, 20, 16];
  const rng = createRng(7);
  const rows = (count: number, width: number) => {
    const out = new Float64Array(count * width);
    for (let row = 0; row < count; row++) {
      let total = 0;
      for (let i = 0; i < width; i++) total += out[row * width + i] = rng.exponential();
      for (let i = 0; i < width; i++) out[row * width + i]! /= total;
    }
    return out;
  };
  const s = n + t;
  const grammar = new ContextFreeGrammar({
    root: rows(1, n),
    rules: ndArray([n, s, s], rows(n, s * s)),
    words: ndArray([t, words], rows(t, words)),
  });
  const data = Array.from({ length: sentences }, () => Array.from({ length }, () => rng.integer(words)));
  report(
    'pcfg 20 + 20 symbols, 16 sentences of 20',
    median(() => grammar.expect(data), 9),
    0,
  );
}

function logistic(): void {
  const [n, d] = [100_000, 50];
  const x = uniforms(n * d, 8).map((u) => 2 * u - 1);
  const w = uniforms(d, 9).map((u) => 2 * u - 1);
  const u = uniforms(n, 10);
  const y = Int32Array.from({ length: n }, (_, i) => {
    let z = 0;
    for (let j = 0; j < d; j++) z += w[j]! * x[i * d + j]!;
    return u[i]! < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  // The peer stops once the objective hardly falls; this tolerance ends within 1e-7 nats of its objective: compare the checks.
  const fit = (solver: 'newton' | 'lbfgs') =>
    logisticRegression({ x: ndArray([n, d], x), y }, { l2: 1, solver, tolerance: 1e-7 }).objective;
  report(
    'logistic 100000 x 50, newton',
    median(() => fit('newton'), 3),
    fit('newton'),
  );
  report(
    'logistic 100000 x 50, lbfgs',
    median(() => fit('lbfgs'), 9),
    fit('lbfgs'),
  );
}

/** The 8 x 8 digits of scikit-learn, whose 64 columns are counts from 0 to 16: 1,000 rows, 10 classes, default options. */
function digits(): void {
  const bytes = (name: string) => gunzipSync(readFileSync(sharedOrExit(`data/sklearn_small/${name}.bin.gz`)));
  const x = ndArray([1000, 64], Float64Array.from(bytes('digits-1797x64-uint8').subarray(0, 64_000)));
  const y = [...bytes('digits-labels-uint8').subarray(0, 1000)];
  const fit = (options: object) => logisticRegression({ x, y }, { l2: 1, ...options }).objective;
  for (const [name, options] of [
    ['defaults', {}],
    ['newton', { solver: 'newton' }],
  ] as const) {
    report(
      `logistic digits 1000 x 64, 10 classes, ${name}`,
      median(() => fit(options), 3),
      fit(options),
    );
  }
}

const named = process.argv.slice(2);
for (const part of [mixtures, markov, grammars, logistic, digits])
  if (named.length === 0 || named.includes(part.name)) part();
