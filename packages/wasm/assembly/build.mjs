// Compiles assembly/index.ts to the two modules that the package carries, plain SIMD and relaxed SIMD, and writes them as
// base64 to src/runtime/binaries.ts. With --check it writes nothing and fails if that file is out of date.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here('../src/runtime/binaries.ts');

async function compile(features) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    ['index.ts', '-o', 'out.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'].concat(
      features.flatMap((feature) => ['--enable', feature]),
    ),
    {
      readFile: (name, base) => readFile(`${here(base === '.' ? '.' : base)}/${name}`, 'utf8').catch(() => null),
      writeFile: (name, contents) => files.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(files.get('out.wasm')).toString('base64');
}

const names = (await readdir(here('.'), { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
const digest = createHash('sha256');
for (const name of names) digest.update(await readFile(here(name)));

const source = `// Generated from assembly/ by \`pnpm --filter @latents/wasm assemble\`. Do not edit.
// Sources: sha256 ${digest.digest('hex')}

/** The kernels with 128-bit SIMD, base64. */
export const SIMD_BINARY =
  '${await compile(['simd'])}';

/** The kernels with relaxed SIMD (fused multiply-add), base64. */
export const RELAXED_SIMD_BINARY =
  '${await compile(['simd', 'relaxed-simd'])}';
`;

if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8');
  if (committed !== source) {
    console.error('src/runtime/binaries.ts is not what assembly/ compiles to. Run `pnpm --filter @latents/wasm assemble`.');
    process.exit(1);
  }
} else {
  await writeFile(target, source);
}
