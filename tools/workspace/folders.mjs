// Folders of the workspace.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './turbo.mjs';

/** Returns the folders of the packages and programs, relative to the root: `['packages/autoencoders', ..., 'bench', ...]`. */
export function workspaceFolders() {
  const nested = ['packages', 'apps', 'examples'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => join(parent, name)),
  );
  return [...nested, 'bench', 'docs', 'tools'].filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}
