import { readFileSync, writeFileSync } from 'node:fs';
import { browserMissing, type OpenPage, openPage } from '@latents/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKENDS, type BackendName } from './backend-names.js';
import { CASES } from './cases/index.js';
import { disagreement } from './disagreement.js';
import { KNOWN, TOLERANCE } from './known.js';
import type { Page } from './page.js';
import { cellsOf, keyOf, statedCells, tablesOf } from './table.js';
import { WASM_FILES } from './wasm-files.js';

// UPDATE_DOCS=1 writes the tables of docs/backends.md in place of comparing them.
const document = new URL('../../backends.md', import.meta.url);
const [BEGIN, END] = ['<!-- tables -->', '<!-- end of tables -->'];
const missing = browserMissing('the cases of all backends');
const measured = Object.fromEntries(
  Object.keys(BACKENDS).map((name) => [name, new Map<string, number | undefined>()]),
) as Record<BackendName, Map<string, number | undefined>>;

describe.skipIf(missing).each(Object.entries(BACKENDS))('on %s', (label, { backend, kernels, graphics }) => {
  const name = label as BackendName;
  let page: OpenPage<Page>;
  beforeAll(async () => {
    page = await openPage<Page>(import.meta.dirname, { graphics, files: WASM_FILES });
    expect(await page.call('start', backend, kernels)).toBe(backend);
  });
  afterAll(async () => {
    const errors = page?.errors;
    await page?.close();
    expect(errors).toEqual([]);
  });

  it.each(CASES.map((each, index) => [keyOf(each), index, each] as const))(
    '%s agrees with cpu, or is a known exception',
    async (key, index, { kind, name: of }) => {
      const known = KNOWN.find((row) => row.kind === kind && row.names.includes(of) && row.on.includes(name));
      const cpu = await page.call('run', 'cpu', index);
      const outcome = await page.call('run', backend, index);
      if (typeof cpu === 'string') throw new Error(`${key} on cpu: ${cpu}`);
      if (known?.outcome instanceof RegExp) {
        expect(outcome).toMatch(known.outcome);
        measured[name].set(key, undefined);
        return;
      }
      if (typeof outcome === 'string') throw new Error(`${key} on ${name}: ${outcome}`);
      const off = disagreement(outcome, cpu);
      measured[name].set(key, off);
      const worst = Object.keys(outcome).filter(
        (part) => disagreement({ [part]: outcome[part]! }, { [part]: cpu[part]! }) > TOLERANCE,
      );
      expect(off, worst.join(', ')).toBeLessThanOrEqual(known?.outcome ?? TOLERANCE);
    },
  );
});

describe.skipIf(missing)('docs/backends.md', () => {
  it('states the cases that agree on each backend, and a level that none exceeds', () => {
    const page = readFileSync(document, 'utf8');
    if (process.env['UPDATE_DOCS'] === '1') {
      const levels = Object.values(cellsOf(measured)).flatMap((row) => Object.values(row).map(({ level }) => level));
      expect(Math.max(...levels), 'a level of a case that failed or did not run').toBeLessThanOrEqual(TOLERANCE);
      const [before, after] = [page.slice(0, page.indexOf(BEGIN)), page.slice(page.indexOf(END))];
      writeFileSync(document, `${before}${BEGIN}\n\n${tablesOf(measured)}\n\n${after}`);
      return;
    }
    const [stated, got] = [statedCells(page), cellsOf(measured)];
    const counts = (cells: typeof got) =>
      Object.entries(cells).map(([kind, row]) => [kind, Object.values(row).map(({ agree, all }) => [agree, all])]);
    expect(counts(stated)).toEqual(counts(got));
    for (const [kind, row] of Object.entries(got)) {
      for (const [name, { level }] of Object.entries(row)) {
        expect(level, `${kind} on ${name}`).toBeLessThanOrEqual(
          Math.max(stated[kind]![name as BackendName]!.level, 1e-6),
        );
      }
    }
  });

  it('lists every exception, and each is needed', () => {
    const page = readFileSync(document, 'utf8');
    const table = tablesOf(measured);
    expect(page).toContain(table.slice(table.indexOf('The exceptions:')));
    const idle = KNOWN.filter(
      ({ kind, names, on, outcome }) =>
        typeof outcome === 'number' &&
        !on.some((name) => names.some((of) => (measured[name].get(keyOf({ kind, name: of })) ?? 0) > TOLERANCE)),
    );
    expect(idle).toEqual([]);
  });
});
