// The worst relative error of log-probabilities and entropies at the fixtures' points (next to worst-errors.py for torch).
// Run after a build: node bench/distributions/worst-errors.mjs
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fixtures } from './fixtures.mjs';

const core = new URL('../../packages/core/', import.meta.url);
const tf = createRequire(new URL('package.json', core))('@tensorflow/tfjs');
await tf.setBackend('cpu');
const families = await import(fileURLToPath(new URL('dist/index.js', core)));
for (const [name, { rows: points }] of Object.entries(fixtures('distributions'))) {
  const worst = { logProb: 0, entropy: 0 };
  for (const row of points) {
    const d = new families[name](Object.fromEntries(Object.entries(row.params).map(([k, v]) => [k, tf.scalar(v)])));
    for (const method of ['logProb', 'entropy']) {
      const right = Number(row[method]);
      if (!(Math.abs(right) >= 1e-3) || !Number.isFinite(right)) continue;
      const got = (method === 'logProb' ? d.logProb(tf.scalar(row.x)) : d.entropy()).dataSync()[0];
      worst[method] = Math.max(worst[method], Math.abs(got - right) / Math.abs(right));
    }
  }
  console.log(`${name}\tlogProb ${worst.logProb.toExponential(1)}\tentropy ${worst.entropy.toExponential(1)}`);
}
