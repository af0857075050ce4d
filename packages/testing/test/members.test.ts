import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failedChecks, membersOf, suitesIn, withoutExport, withoutRow } from '@latents/testing/plain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let manifest: URL;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'members-'));
  write({
    'package.json': JSON.stringify({ exports: { '.': { '@latents/source': './index.ts' } } }),
    'index.ts': `// Shapes
export { square as box, circle, type Other, unit } from './shapes.js';
export { Abstract, Derived, Given, Plain } from './classes.js';
// Numbers
export * from './numbers.js';
export * from '@elsewhere/names';
`,
    'shapes.ts': `export interface Other {}
export function square(): Shape<number> { return make(); }
export async function circle(): Promise<Shape> { return make(); }
export const unit: Shape = make();
export function hidden(): Shape { return make(); }
`,
    'classes.ts': `import { Base as Root } from './base.js';
export abstract class Abstract extends Root {}
export class Derived extends Abstract<number> {}
export class Given implements Shape {}
export class Plain {}
`,
    'base.ts': 'export abstract class Base implements Shape {}',
    'numbers.ts': "export { area, pi } from './values.js';\n",
    'values.ts': 'export function area(): number { return 1; }\nexport const pi = 3;\n',
  });
  manifest = pathToFileURL(join(folder, 'package.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the members of a kind', () => {
  it('are functions and constants of the type, and concrete classes that descend from it, by their exported names', () => {
    expect(membersOf(manifest, ['Shape'])).toEqual(['Derived', 'Given', 'box', 'circle', 'unit']);
    expect(membersOf(manifest, ['number'])).toEqual(['area']);
  });

  it('are compared with rows in both directions', () => {
    const kind = { manifest, types: ['Shape'] };
    const rows = ['Derived', 'Given', 'box', 'circle', 'circle of another size', 'unit'];
    expect([withoutRow({ ...kind, rows }), withoutExport({ ...kind, rows })]).toEqual([[], []]);
    const wrong = { ...kind, rows: ['Derived', 'Given', 'square', 'circle', 'unit'] };
    expect([withoutRow(wrong), withoutExport(wrong)]).toEqual([['box'], ['square']]);
  });

  it('may be the values under a heading', () => {
    const kind = { manifest, headings: ['Shapes'], rows: ['box', 'circle', 'unit', 'Abstract', 'Derived', 'Given'] };
    expect([withoutRow(kind), withoutExport(kind)]).toEqual([['Plain'], []]);
  });

  it('are never an empty list in silence: types and headings must exist', () => {
    expect(() => withoutRow({ manifest, types: ['Shade'], rows: [] })).toThrow('expected members of Shade, got none');
    expect(() => withoutRow({ manifest, headings: ['Shades'], rows: [] })).toThrow("expected names under 'Shades'");
  });

  it('may be rows of a factory and the class that it makes, and calls of a suite in test files', () => {
    const kind = { manifest, headings: ['Shapes'] };
    expect(withoutRow({ ...kind, rows: ['circle (Given) of size 2', 'box', 'unit', 'Abstract', 'Derived'] })).toEqual([
      'Plain',
    ]);
    write({
      'a.test.ts': "describeShape('box', {});\ndescribe('x', () => { describeShape<Given>('circle (Given)', {}); });",
    });
    expect(suitesIn(new URL('.', manifest), 'describeShape')).toEqual(['box', 'circle (Given)']);
  });

  it('need stated return types', () => {
    write({ 'package.json': JSON.stringify({ exports: { '.': { '@latents/source': './loose.ts' } } }) });
    write({ 'loose.ts': "export { loose } from './of.js';", 'of.ts': 'export function loose() { return make(); }' });
    expect(() => membersOf(manifest, ['Shape'])).toThrow("expected a return type of the exported function 'loose'");
  });
});

it('failed checks are named, and those that pass are not', async () => {
  const checks = {
    passes: () => undefined,
    throws: () => {
      throw new Error('wrong');
    },
    rejects: async () => {
      throw new Error('late');
    },
  };
  expect(await failedChecks(checks)).toEqual(['throws', 'rejects']);
});
