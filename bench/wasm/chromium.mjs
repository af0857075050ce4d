// Products and steps of two VAEs in Chromium: tfjs wasm and ours in turns. CHROMIUM names the browser. With --threads the page is
// cross-origin isolated, tfjs takes its threaded build, and ours runs on one thread and on that many.
// node bench/wasm/chromium.mjs [rounds] [--threads 2]
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { reportAll } from './turns.mjs';

const option = process.argv.indexOf('--threads');
const threads = option < 0 ? [1] : [1, Number(process.argv[option + 1])];
const rounds = Number(process.argv[2] ?? 5);
const require = createRequire(import.meta.url);

const ours = ['math', 'training', 'core', 'autoencoders', 'wasm'];
const folderOf = (name) => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));
const FOLDERS = {
  bench: dirname(fileURLToPath(import.meta.url)),
  tfjs: dirname(require.resolve('@tensorflow/tfjs')),
  'tfjs-wasm': dirname(require.resolve('@tensorflow/tfjs-backend-wasm')),
  'idb-keyval': dirname(createRequire(join(folderOf('training'), 'package.json')).resolve('idb-keyval')),
  ...Object.fromEntries(ours.map((name) => [name, folderOf(name)])),
};
/** The built entries of a package of ours by the name that imports them. */
const entriesOf = (name) =>
  Object.entries(JSON.parse(readFileSync(join(FOLDERS[name], 'package.json'), 'utf8')).exports).map(([entry, to]) => [
    `@latents/${name}${entry.slice(1)}`,
    `/${name}/${to.default.slice(2)}`,
  ]);
const nothing = 'data:text/javascript,export default {}';
const imports = {
  '@tensorflow/tfjs': '/tfjs/tf.fesm.js',
  '@tensorflow/tfjs-core': '/tfjs/tf.fesm.js',
  '@tensorflow/tfjs-backend-wasm': '/tfjs-wasm/tf-backend-wasm.fesm.js',
  'idb-keyval': '/idb-keyval/index.js',
  ...Object.fromEntries(ours.flatMap(entriesOf)),
  ...Object.fromEntries(['fs', 'path', 'perf_hooks', 'os'].map((name) => [name, nothing])),
};
const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">import { measure } from '/bench/chromium-page.mjs'; globalThis.measure = measure;</script>`;

const server = createServer(({ url }, response) => {
  const [, name, ...rest] = url.split('/');
  const file = join(FOLDERS[name] ?? '', ...rest);
  if (threads.length > 1) {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  }
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
  const { simd, peak, xnnpack, measured } = await tab.evaluate(
    ([count, counts]) => globalThis.measure(count, counts),
    [rounds, threads],
  );
  console.log(`Chromium ${browser.version()}, ${simd} SIMD; registers alone: ${peak.toFixed(1)} GFLOP/s`);
  reportAll(measured, [`tfjs wasm (${xnnpack} threads)`, ...threads.map((count) => `ours on ${count}`)]);
} finally {
  await browser.close();
  server.close();
}
