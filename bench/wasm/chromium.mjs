// Products and the MLP VAE step in Chromium: tfjs wasm and ours in turns. CHROMIUM names the browser.
// node bench/wasm/chromium.mjs [rounds]
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SIZES = [
  [128, 400, 784],
  [784, 400, 128],
  [1024, 1024, 1024],
  [64, 64, 64],
];
const rounds = Number(process.argv[2] ?? 25);
const require = createRequire(import.meta.url);

const FOLDERS = {
  bench: dirname(fileURLToPath(import.meta.url)),
  tfjs: dirname(require.resolve('@tensorflow/tfjs')),
  'tfjs-wasm': dirname(require.resolve('@tensorflow/tfjs-backend-wasm')),
  wasm: dirname(fileURLToPath(import.meta.resolve('@latents/wasm'))),
  core: dirname(dirname(fileURLToPath(import.meta.resolve('@latents/core/rng')))),
};
const nothing = 'data:text/javascript,export default {}';
const imports = {
  '@tensorflow/tfjs': '/tfjs/tf.fesm.js',
  '@tensorflow/tfjs-core': '/tfjs/tf.fesm.js',
  '@tensorflow/tfjs-backend-wasm': '/tfjs-wasm/tf-backend-wasm.fesm.js',
  '@latents/wasm': '/wasm/index.js',
  '@latents/core/rng': '/core/rng/index.js',
  ...Object.fromEntries(['fs', 'path', 'perf_hooks', 'os'].map((name) => [name, nothing])),
};
const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">import { measure } from '/bench/chromium-page.mjs'; globalThis.measure = measure;</script>`;

const server = createServer(({ url }, response) => {
  const [, name, ...rest] = url.split('/');
  const file = join(FOLDERS[name] ?? '', ...rest);
  if (url === '/') return response.setHeader('Content-Type', 'text/html').end(page);
  if (!(name in FOLDERS) || !existsSync(file)) return response.writeHead(404).end();
  response.setHeader('Content-Type', file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => console.error(error));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction('globalThis.measure');
  const { simd, peak, products, step } = await tab.evaluate(
    ([sizes, count]) => globalThis.measure(sizes, count),
    [SIZES, rounds],
  );
  console.log(`Chromium ${browser.version()}, ${simd} SIMD; registers alone: ${peak.toFixed(1)} GFLOP/s`);
  for (const [i, [plain, ours]] of products.entries()) {
    const [m, n, k] = SIZES[i];
    const rate = (ms) => ((2 * m * n * k) / ms / 1e6).toFixed(1).padStart(6);
    const cell = ({ median, least }) => `${rate(median)} (best ${rate(least)})`;
    const ratio = (plain.median / ours.median).toFixed(2);
    console.log(`${m}x${n}x${k}  tfjs wasm ${cell(plain)}  ours ${cell(ours)}  ${ratio} times`);
  }
  const [plain, ours] = step;
  const ratio = (key) => (plain[key] / ours[key]).toFixed(1);
  console.log(
    `MLP VAE step, wall ms (median / least): tfjs wasm ${plain.median.toFixed(1)} / ${plain.least.toFixed(1)}, ` +
      `ours ${ours.median.toFixed(1)} / ${ours.least.toFixed(1)}: ${ratio('median')} / ${ratio('least')} times faster`,
  );
} finally {
  await browser.close();
  server.close();
}
