// Compiles assembly/index.ts and writes it as base64 to src/kernels/binary.ts. With --check it writes nothing and fails if that
// file is out of date.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here('../src/kernels/binary.ts');

const files = new Map();
const { error, stderr } = await asc.main(
  ['index.ts', '-o', 'out.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '1'],
  {
    readFile: (name, base) => readFile(`${here(base === '.' ? '.' : base)}/${name}`, 'utf8').catch(() => null),
    writeFile: (name, contents) => files.set(name, contents),
    listFiles: () => [],
  },
);
if (error) throw new Error(`${error.message}\n${stderr.toString()}`);

const digest = createHash('sha256');
for (const name of (await readdir(here('.'))).filter((file) => file.endsWith('.ts')).sort()) {
  digest.update(await readFile(here(name)));
}

const source = `// Generated from assembly/ by \`pnpm --filter @latents/math assemble\`. Do not edit.
// Sources: sha256 ${digest.digest('hex')}

/** The kernels with 128-bit SIMD, base64. */
export const SIMD_BINARY =
  '${Buffer.from(files.get('out.wasm')).toString('base64')}';
`;

if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8')) !== source) {
    console.error('src/kernels/binary.ts is not what assembly/ compiles to. Run `pnpm --filter @latents/math assemble`.');
    process.exit(1);
  }
} else {
  await writeFile(target, source);
}
