import type { Locator } from 'playwright-core';
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

/** Opens the demo at the panel with this id. */
export async function visit(id: string): Promise<Visit> {
  const demo = await openDemo();
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
