// Runs page.ts in Chromium: in a plain page; in a cross-origin-isolated one, where tfjs takes its threaded build; and in one with a
// strict Content-Security-Policy, which refuses workers from a Blob.
// CHROMIUM names the browser (default /usr/bin/chromium).
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, runnerImport } from 'vite';

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

/** tfjs's binaries with a memory that threads share. */
const shared = join(work, 'shared');
await mkdir(shared);
const { withSharedMemory } = (
  await runnerImport(fileURLToPath(new URL('../../src/node/shared-memory-paths.ts', import.meta.url)))
).module;
for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
  await writeFile(join(shared, name), withSharedMemory(await readFile(join(binaries, name)), name));
}

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
const KINDS = {
  plain: { isolated: false, strict: false },
  'cross-origin isolated': { isolated: true, strict: false },
  'strict policy': { isolated: true, strict: true },
};

function fileOf(path) {
  if (path === '/worker.js') return fileURLToPath(new URL('../../worker.js', import.meta.url));
  if (path.startsWith('/wasm/')) return join(binaries, path.slice(6));
  return path.startsWith('/shared/') ? join(shared, path.slice(8)) : join(site, path);
}

function serve({ isolated, strict }) {
  const server = createServer(({ url }, response) => {
    const path = url.split('?')[0] === '/' ? '/index.html' : url.split('?')[0];
    const file = fileOf(path);
    if (!existsSync(file)) return response.writeHead(404).end();
    if (strict) response.setHeader('Content-Security-Policy', POLICY);
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
  for (const [name, kind] of Object.entries(KINDS)) {
    const { isolated, strict } = kind;
    const server = await serve(kind);
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/${strict ? '?strict' : ''}`);
    // No waitForFunction, which is a string that the strict page must not evaluate.
    const outcome = await page.evaluate('globalThis.outcome');
    console.log(name, outcome);
    failed ||= outcome.failures.length > 0 || outcome.isolated !== isolated || outcome.shared !== isolated;
    await page.close();
    server.close();
  }
} finally {
  await context.close();
  await rm(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
