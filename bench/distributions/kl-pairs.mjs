// klDivergence, in float32 on the cpu backend, at every pair of points of the fixtures: one JSON array of numbers, strings for
// those that JSON has not, null where no closed form exists. kl-pairs.py reads it.
// Run after a build: node bench/distributions/kl-pairs.mjs
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fixtures } from './fixtures.mjs';

const core = new URL('../../packages/core/', import.meta.url);
const tf = createRequire(new URL('package.json', core))('@tensorflow/tfjs');
await tf.setBackend('cpu');
const latents = await import(fileURLToPath(new URL('dist/index.js', core)));
const rows = Object.entries(fixtures('kl')).flatMap(([q, file]) => file.rows.map((row) => [q, ...row]));
const make = (name, parameters) =>
  new latents[name](Object.fromEntries(Object.entries(parameters).map(([key, v]) => [key, tf.scalar(v)])));
const values = rows.map(([q, a, p, b]) => {
  try {
    const nats = latents.klDivergence(make(q, a), make(p, b)).dataSync()[0];
    return Number.isFinite(nats) ? nats : String(nats);
  } catch (error) {
    if (error.message.includes('monteCarloKl')) return null;
    throw error;
  }
});
console.log(JSON.stringify(values));
