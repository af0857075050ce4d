import { describe, expect, test } from 'vitest';
import { faultsOf } from '../imports.mjs';

const dependencies = {
  core: ['@latents/math', '@latents/training'],
  training: ['@latents/math'],
  em: ['@latents/math'],
};

describe('faultsOf', () => {
  test('finds nothing where imports go down', () => {
    const files = {
      'packages/core/src/networks/mlp.ts':
        "import { a } from '../special/index.js';\nimport type { Rng } from '@latents/math';",
      'packages/core/src/special/index.ts': 'export const a = 1;',
    };
    expect(faultsOf(files, dependencies)).toEqual([]);
  });

  test.each([
    [
      'a package above',
      'packages/training/src/a.ts',
      "import { b } from '@latents/core';",
      /'training' imports '@latents\/core'/,
    ],
    ['itself', 'packages/em/src/a.ts', "import { b } from '@latents/em';", /'em' imports '@latents\/em'/],
    ['a subpath of a sibling above', 'packages/em/src/a.ts', "export * from '@latents/wasm/node';", /'em' imports/],
    [
      'a package that is not in its dependencies',
      'packages/em/src/a.ts',
      "import type { b } from '@latents/training';",
      /not in the dependencies of packages\/em\/package\.json/,
    ],
  ])('reports an import of %s', (_, file, text, fault) => {
    expect(faultsOf({ [file]: text }, dependencies).join()).toMatch(fault);
  });

  test('reports a folder of core that imports from one after it', () => {
    const files = {
      'packages/core/src/special/a.ts': "import { b } from '../networks/b.js';",
      'packages/core/src/networks/b.ts': 'export const b = 1;',
    };
    expect(faultsOf(files, dependencies).join()).toMatch(/'special' imports from 'networks'/);
  });

  test('reports a circle, of types only too', () => {
    const files = {
      'packages/em/src/a.ts': "import type { B } from './b.js';",
      'packages/em/src/b.ts': "export { c } from './c.js';",
      'packages/em/src/c.ts': "import { a } from './a.js';",
    };
    expect(faultsOf(files, dependencies).join()).toMatch(
      /circle: packages\/em\/src\/a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts/,
    );
  });
});
