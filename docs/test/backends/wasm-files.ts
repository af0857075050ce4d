import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
const folder = join(dirname(manifest), 'wasm-out');

/** The binaries of tfjs's WASM backend, to be served next to a page. */
export const WASM_FILES: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.wasm'))
  .map((name) => join(folder, name));
