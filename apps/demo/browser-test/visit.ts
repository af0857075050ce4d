import type { Graphics } from '@latents/testing/browser';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';

/** A reader's visit to one panel. */
export interface Visit {
  readonly demo: OpenDemo;
  /** The demo opens on its first panel, which stays, hidden, when the reader goes on: look inside this one. */
  readonly panel: Locator;
  /** An entry of the status list. */
  status(name: string): Promise<string>;
  press(button: string): Promise<void>;
  /** Waits for a phase of the training: ready, training, paused, finished or failed. */
  reaches(phase: string): Promise<void>;
  /** The rows of the panel's table of numbers. */
  rows(): Promise<number[][]>;
}

/** Opens the demo at the panel with this id, by default without graphics. */
export async function visit(id: string, graphics: Graphics = 'none'): Promise<Visit> {
  const demo = await openDemo(graphics);
  await demo.page.goto(`${demo.url}#/${id}`);
  const panel = demo.page.locator(`[data-panel="${id}"]`);
  return {
    demo,
    panel,
    status: async (name) => (await panel.locator(`[data-status="${name}"]`).textContent()) ?? '',
    press: (button) => panel.getByRole('button', { name: button, exact: true }).click(),
    async reaches(phase) {
      await demo.page.waitForFunction(
        ([of, wanted]) => document.querySelector<HTMLElement>(`[data-panel="${of}"]`)?.dataset['phase'] === wanted,
        [id, phase] as const,
        { timeout: 120_000 },
      );
    },
    async rows() {
      const cells = await panel
        .locator('.data-table tbody tr')
        .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
      return cells.map((row) => row.map(Number));
    },
  };
}

/** Expects each of the panel's pictures with these names to be painted: some ink, some paper. */
export async function expectPainted(panel: Locator, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const shades = await panel.locator(`[data-grid="${name}"] canvas`).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return new Set(data.filter((_, i) => i % 4 === 0)).size;
    });
    expect(shades, name).toBeGreaterThan(20);
  }
}

/** How every visit ends: on a phone, and with a look at what went wrong unseen. */
export function endOfVisit(demo: () => OpenDemo): void {
  test('narrow: nothing is wider than a phone', async () => {
    const { page } = demo();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('no errors, and nothing asked of another server', () => {
    const { errors, requests, url } = demo();
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(url) && !address.startsWith('blob:'))).toEqual([]);
  });
}
