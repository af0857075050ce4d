import type { Locator, Page } from 'playwright-core';

/** One row of the table of measurements, as the page writes it. */
export interface Row {
  readonly step: number;
  readonly heldOutElbo: number;
  readonly text: string;
}

export type Phase = 'loading' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

/** The VAE panel as a reader uses it. */
export class VaePage {
  readonly page: Page;
  readonly map: Locator;

  constructor(page: Page) {
    this.page = page;
    this.map = page.locator('canvas.class-map');
  }

  async reaches(phase: Phase): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelector<HTMLElement>('[data-panel="vae"]')?.dataset['phase'] === wanted,
      phase,
      { timeout: 120_000 },
    );
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async status(name: string): Promise<string> {
    return (await this.page.locator(`[data-status="${name}"]`).textContent()) ?? '';
  }

  async step(): Promise<number> {
    return Number.parseInt(await this.status('step'), 10);
  }

  async rows(): Promise<Row[]> {
    const cells = await this.page
      .locator('.data-table tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
    return cells.map((row) => ({ step: Number(row[0]), heldOutElbo: Number(row[3]), text: row.join(' ') }));
  }

  /** Waits until the run has been measured after `step` steps. */
  async measured(step: number): Promise<Row[]> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.data-table tbody tr td:first-child')].some(
          (cell) => cell.textContent === String(wanted),
        ),
      step,
      { timeout: 200_000 },
    );
    return this.rows();
  }

  /** The red, green and blue of each pixel of a canvas that something was painted on. */
  pixels(canvas: Locator): Promise<number[][]> {
    return canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      const painted: number[][] = [];
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) painted.push([...data.subarray(i, i + 3)]);
      return painted;
    });
  }

  /** The standard deviation of the grey values within the images of a grid: 0 for a blank one. */
  async contrast(grid: string): Promise<number> {
    const grey = (await this.pixels(this.page.locator(`[data-grid="${grid}"] canvas`))).map((rgb) => rgb[1]!);
    if (grey.length === 0) return 0;
    const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
    return Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length);
  }

  /** Points at a place of the map (fractions of its width and height) and waits for the image decoded there. */
  async probe(x: number, y: number): Promise<{ readonly place: string; readonly image: string }> {
    await this.map.scrollIntoViewIfNeeded();
    const place = this.page.locator('.map-place');
    const before = await place.textContent();
    const box = (await this.map.boundingBox())!;
    await this.page.mouse.move(box.x + x * box.width, box.y + y * box.height);
    await this.page.waitForFunction(
      (old) => document.querySelector<HTMLElement>('.map-place')?.textContent !== old,
      before,
      { timeout: 60_000 },
    );
    const image = (await this.pixels(this.page.locator('[data-grid="decoded"] canvas'))).join();
    return { place: (await place.textContent()) ?? '', image };
  }
}
