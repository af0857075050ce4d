import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDemo, openDemo } from './open-demo.js';
import { type Visit, visit } from './visit.js';

// The same first steps on webgl and on cpu. A Chromium without a GPU draws in software (SwiftShader), in the same 32-bit numbers.

/** What a panel is run with, and which of its numbers are compared. */
interface Case {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The row of the table of that step. */
  readonly step: number;
  /** Columns that hold nats, and by how much they may differ. */
  readonly columns: readonly number[];
  readonly tolerance: number;
}

const CASES: readonly Case[] = [
  // Held-out ELBO, reconstruction and rate: hundreds of nats, sums over 784 pixels.
  { id: 'vae', fields: {}, step: 4, columns: [3, 4, 5], tolerance: 0.01 },
  // log p(x | z) of three models, clean and masked.
  { id: 'autoencoders', fields: {}, step: 4, columns: [1, 2, 3, 4, 5, 6], tolerance: 0.01 },
  // Distortion, rate, and the ELBO.
  { id: 'collapse', fields: {}, step: 4, columns: [2, 3, 4], tolerance: 0.01 },
  // The game's bound and a fresh discriminator's after a hundred moves of each player: small differences have time to grow. The
  // fresh discriminator is trained anew on either backend, so its bound differs most (0.03 nats; the game's differ by 0.002).
  { id: 'gan', fields: {}, step: 100, columns: [1, 2, 3], tolerance: 0.05 },
  // The information of three codes, and D's bound.
  { id: 'info-gan', fields: {}, step: 4, columns: [1, 2, 3, 4], tolerance: 0.01 },
];

let why: string | undefined;

beforeAll(async () => {
  const demo = await openDemo();
  why = await whyNoWebgl(demo);
  await demo.close();
  if (why !== undefined) console.warn(`SKIPPED, every test of webgl: ${why}`);
});

describe.each(CASES)('$id: webgl after $step steps', ({ id, fields, step, columns, tolerance }) => {
  let visited: Visit | undefined;

  afterAll(async () => {
    await visited?.demo.close();
  });

  test('says what cpu says', async ({ skip }) => {
    if (why !== undefined) skip(why);
    visited = await visit(id);
    const { panel, reaches, press, status, rows, demo } = visited;
    await reaches('ready');
    for (const [label, value] of Object.entries(fields)) await panel.getByLabel(label, { exact: true }).fill(value);
    const found: number[][] = [];
    for (const backend of ['webgl', 'cpu']) {
      await panel.getByLabel('Backend', { exact: true }).selectOption(backend);
      await press('Reset');
      await reaches('ready');
      expect(await status('backend')).toBe(backend);
      await press('Start');
      const at = async () => (await rows()).find((row) => row[0] === step);
      await expect.poll(at, { timeout: 200_000, interval: 250 }).toBeDefined();
      await press('Pause');
      found.push((await at())!);
    }
    const differences = columns.map((column) => Math.abs(found[0]![column]! - found[1]![column]!));
    console.log(
      `${id}, step ${step}: webgl ${columns.map((column) => found[0]![column]).join(', ')}; ` +
        `cpu ${columns.map((column) => found[1]![column]).join(', ')}; at most ${Math.max(...differences).toFixed(5)} nats apart`,
    );
    for (const difference of differences) expect(difference).toBeLessThan(tolerance);
    expect(demo.errors).toEqual([]);
  }, 480_000);
});

/** Nothing if a worker may draw with WebGL 2, else what the browser says. */
async function whyNoWebgl({ page }: OpenDemo): Promise<string | undefined> {
  const { renderer, message } = await page.evaluate(() => {
    const inWorker = new OffscreenCanvas(1, 1).getContext('webgl2');
    const info = inWorker?.getExtension('WEBGL_debug_renderer_info');
    const canvas = document.createElement('canvas');
    let said = '';
    canvas.addEventListener('webglcontextcreationerror', (event) => {
      said = (event as WebGLContextEvent).statusMessage;
    });
    canvas.getContext('webgl2');
    return { renderer: info && inWorker!.getParameter(info.UNMASKED_RENDERER_WEBGL), message: said };
  });
  if (renderer) {
    console.log(`webgl by ${renderer}`);
    return undefined;
  }
  return `this Chromium gives no WebGL 2 context: ${message || 'it does not say why'}.`;
}
