// Removes folders, so that a build keeps no output of sources that were moved or deleted: node remove.mjs dist

import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
