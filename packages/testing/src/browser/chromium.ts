import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from 'playwright-core';

/** Path of the browser: the environment variable CHROMIUM, or where Debian installs it. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Flags that decide which graphics a page gets. All of them draw in software: the same on every machine. */
const GRAPHICS = {
  none: ['--disable-gpu'],
  webgl: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  webgpu: [
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--enable-features=Vulkan',
    '--use-angle=swiftshader',
    '--use-vulkan=swiftshader',
  ],
} as const;

export type Graphics = keyof typeof GRAPHICS;

/**
 * Starts a headless Chromium.
 *
 * @param profile An empty folder for its profile.
 * @param graphics Graphics that pages get: `'none'` (default), `'webgl'` or `'webgpu'`.
 */
export function launchChromium(profile: string, graphics: Graphics = 'none'): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: [...QUIET, ...GRAPHICS[graphics]],
    viewport: { width: 1440, height: 1000 },
  });
}

/**
 * Returns whether browser tests must be skipped, and then warns by name. In CI, which installs a browser, they never are.
 *
 * @param what Tests that are skipped, for the warning.
 */
export function browserMissing(what: string): boolean {
  const missing = !existsSync(CHROMIUM) && !process.env['CI'];
  if (missing) console.warn(`SKIPPED: no browser at ${CHROMIUM}. Set CHROMIUM to run ${what}.`);
  return missing;
}
