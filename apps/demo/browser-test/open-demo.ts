import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM, type Graphics, launchChromium } from '@latents/testing/browser';
import type { Page } from 'playwright-core';
import { preview } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface OpenDemo {
  readonly page: Page;
  readonly url: string;
  /** Every address asked for, by the page or its workers. */
  readonly requests: readonly string[];
  /** What went to the console as an error, and errors that nobody caught. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the built demo on a free port and opens it in a Chromium with an empty profile.
 *
 * @param graphics Graphics that the page gets (default none).
 */
export async function openDemo(graphics: Graphics = 'none'): Promise<OpenDemo> {
  if (!existsSync(join(ROOT, 'dist/index.html'))) {
    throw new Error('The demo is not built. Run `turbo run build --filter=@latents/demo...` first.');
  }
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `Expected a Chromium at ${CHROMIUM}, found none. Install one, or name it in the variable CHROMIUM.`,
    );
  }
  const server = await preview({ root: ROOT, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
  const url = server.resolvedUrls!.local[0]!;
  const profile = await mkdtemp(join(tmpdir(), 'latents-demo-'));
  const context = await launchChromium(profile, graphics);
  const page = context.pages()[0] ?? (await context.newPage());
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return {
    page,
    url,
    requests,
    errors,
    async close() {
      await context.close();
      await server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
