// logProb and its gradient of 1e6 Normals on wasm, against the bare tfjs ops that compute the same, in one run; and the
// nearest-neighbour estimators on 10,000 points in three dimensions.
// Run after a build: node bench/distributions/normal-log-prob.mjs
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = new URL('../../packages/core/', import.meta.url);
const require = createRequire(new URL('package.json', core));
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
wasm.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
const { Normal, createRng, ksgMutualInformation, nearestNeighbourEntropy, nearestNeighbourKl, ndArray } = await import(
  fileURLToPath(new URL('dist/index.js', core))
);

const n = 1_000_000;
const rng = createRng(1);
const [x, loc, scale] = [0, 1, 2].map(() => tf.tensor1d(rng.fillNormal(new Float32Array(n))));
const positive = tf.tidy(() => scale.square().add(0.5));

const ours = tf.grads((m, s) => new Normal({ loc: m, scale: s, validate: false }).logProb(x).sum());
const bare = tf.grads((m, s) => {
  const z = tf.div(tf.sub(x, m), s);
  return z
    .square()
    .mul(-0.5)
    .sub(tf.log(s))
    .sub(0.5 * Math.log(2 * Math.PI))
    .sum();
});
const time = (f) => {
  const start = performance.now();
  const out = tf.tidy(() => f([loc, positive]).map((g) => g.sum()));
  for (const g of out) g.dataSync();
  tf.dispose(out);
  return performance.now() - start;
};
time(ours);
time(bare);
const rounds = Array.from({ length: 15 }, () => [time(ours), time(bare)]);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [a, b] = [median(rounds.map((r) => r[0])), median(rounds.map((r) => r[1]))];
console.log(
  `Normal logProb + gradient, n = 1e6, wasm, 1 thread: ${a.toFixed(1)} ms against ${b.toFixed(1)} ms, ratio ${(a / b).toFixed(2)}`,
);

const points = (seed, d) => ndArray([10_000, d], createRng(seed).fillNormal(new Float64Array(10_000 * d)));
for (const [name, f] of [
  ['nearestNeighbourEntropy, 3-d', () => nearestNeighbourEntropy(points(1, 3))],
  ['nearestNeighbourKl, 3-d', () => nearestNeighbourKl(points(1, 3), points(2, 3))],
  ['ksgMutualInformation, 3-d and 3-d', () => ksgMutualInformation(points(1, 3), points(2, 3))],
  ['ksgMutualInformation, 1-d and 2-d', () => ksgMutualInformation(points(1, 1), points(2, 2))],
]) {
  f();
  const start = performance.now();
  const value = f();
  console.log(`${name}, n = 10,000: ${(performance.now() - start).toFixed(0)} ms, ${value.toFixed(4)} nats`);
}
