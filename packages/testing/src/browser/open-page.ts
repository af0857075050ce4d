import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build, preview } from 'vite';
import { type Graphics, launchChromium } from './chromium.js';

/** Functions of a page by name: plain JSON in, plain JSON out. */
// biome-ignore lint/suspicious/noExplicitAny: any function is allowed, and `call` gives each its own types back.
type Functions = Readonly<Record<string, (...given: any[]) => unknown>>;

export interface OpenPage<P extends Functions> {
  /** Calls a function of the page, in the browser. */
  call<K extends keyof P & string>(method: K, ...given: Parameters<P[K]>): Promise<Awaited<ReturnType<P[K]>>>;
  /** Errors that nobody caught. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export interface OpenPageOptions {
  /** Graphics that the page gets: `'none'` (default), `'webgl'` or `'webgpu'`. */
  readonly graphics?: Graphics;
  /** Files to serve next to the page, under their own names. */
  readonly files?: readonly string[];
}

/**
 * Bundles a folder's `index.html` from the sources of all packages, serves it and opens it in a Chromium with an empty profile.
 *
 * @param root The folder. Its page sets `globalThis.page` to the functions that {@link OpenPage.call} may call.
 */
export async function openPage<P extends Functions>(root: string, options: OpenPageOptions = {}): Promise<OpenPage<P>> {
  const work = await mkdtemp(join(tmpdir(), 'latents-page-'));
  const outDir = join(work, 'site');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@latents/source', 'module', 'browser', 'import', 'default'] },
    build: { outDir, minify: false, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  for (const file of options.files ?? []) await cp(file, join(outDir, basename(file)));
  const server = await preview({
    root,
    configFile: false,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'error',
  });
  const context = await launchChromium(join(work, 'profile'), options.graphics);
  const tab = await context.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  await tab.goto(server.resolvedUrls!.local[0]!);
  await tab.waitForFunction('globalThis.page');
  return {
    call: (method, ...given) =>
      tab.evaluate(
        ([name, list]) =>
          (globalThis as unknown as { page: Record<string, (...x: never) => never> }).page[name]!(...list),
        [method, given] as unknown as [string, never],
      ),
    errors,
    async close() {
      await context.close();
      await server.close();
      await rm(work, { recursive: true, force: true });
    },
  };
}
