// Runs page.ts in Chromium, in a plain page and in a cross-origin-isolated one, where tfjs takes its threaded build.
// CHROMIUM names the browser (default /usr/bin/chromium).
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.warn(`SKIPPED: no browser at ${executablePath}. Set CHROMIUM to run the browser test.`);
  process.exit(0);
}

const work = await mkdtemp(join(tmpdir(), 'latents-wasm-'));
const site = join(work, 'site');
await build({
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'error',
  resolve: { conditions: ['@latents/source', 'module', 'browser', 'import', 'default'] },
  build: { outDir: site, minify: false, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
});

const binaries = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

function serve(isolated) {
  const server = createServer(({ url }, response) => {
    const path = url === '/' ? '/index.html' : url.split('?')[0];
    const file = path.startsWith('/wasm/') ? join(binaries, path.slice(6)) : join(site, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
let failed = false;
const context = await chromium.launchPersistentContext(join(work, 'profile'), {
  executablePath,
  args: FLAGS.split(' '),
});
try {
  for (const isolated of [false, true]) {
    const server = await serve(isolated);
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('globalThis.outcome', undefined, { timeout: 120_000 });
    const outcome = await page.evaluate('globalThis.outcome');
    console.log(isolated ? 'cross-origin isolated' : 'plain page', outcome);
    failed ||= outcome.failures.length > 0 || outcome.isolated !== isolated || outcome.shared !== isolated;
    await page.close();
    server.close();
  }
} finally {
  await context.close();
  await rm(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
