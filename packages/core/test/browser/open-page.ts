import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { Page } from './page.js';

/** Where Chromium is looked for. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

// WebGL is rendered in software, the same on machines with and without a graphics processor.
const FLAGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A function of page.ts by its name, called in the browser. */
export type Call = <K extends keyof Page>(
  method: K,
  ...given: globalThis.Parameters<Page[K]>
) => Promise<Awaited<ReturnType<Page[K]>>>;

export interface OpenPage {
  readonly call: Call;
  /** Errors that nobody caught. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Bundles the sources of this package with page.ts and opens them in a Chromium with an empty profile. */
export async function openPage(): Promise<OpenPage> {
  const work = await mkdtemp(join(tmpdir(), 'latents-core-'));
  const outDir = join(work, 'site');
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@latents/source', 'module', 'browser', 'import', 'default'] },
    build: { outDir, minify: false, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  const server = await preview({
    root: import.meta.dirname,
    configFile: false,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'error',
  });
  const context = await chromium.launchPersistentContext(join(work, 'profile'), {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
  });
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
