// tfjs-core's own specs, which are compiled into its npm package, on the WASM backend with our kernels installed.
//
//   node tools/tfjs-specs/run.mjs           fails for a spec that fails and is not in known-failures.json, or passes and is in it
//   node tools/tfjs-specs/run.mjs --plain   tfjs's own kernels alone, to compare: prints the failures and never fails
//
// known-failures.json: cause -> specs. All of them fail with tfjs's own kernels, too.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import Jasmine from 'jasmine';

const { values } = parseArgs({ options: { plain: { type: 'boolean', default: false } } });
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
const core = join(folderOf('@tensorflow/tfjs-core'), 'dist');
// A dependency of the WASM backend. It lends its kernels to `installMissingKernels`.
const cpu = dirname(
  createRequire(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')).resolve(
    '@tensorflow/tfjs-backend-cpu/package.json',
  ),
);
process.env.TFJS_WASM_PATHS = `${join(folderOf('@tensorflow/tfjs-backend-wasm'), 'wasm-out')}/`;
if (values.plain) process.env.PLAIN = '1';

// In a folder below this one, from where the bundle finds what it does not hold.
const folder = mkdtempSync(join(here, '.bundle-'));
const bundle = join(folder, 'specs.mjs');
const results = [];
try {
  await build({
    stdin: {
      contents: `import ${JSON.stringify(join(cpu, 'dist/index.js'))}; import './specs.mjs';`,
      resolveDir: here,
    },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    // The package says that its modules have no side effects. Its specs have nothing else.
    ignoreAnnotations: true,
    logLevel: 'error',
    conditions: ['@latents/source'],
    alias: {
      'jasmine-core': dirname(createRequire(require.resolve('jasmine')).resolve('jasmine-core/package.json')),
    },
    plugins: [
      {
        // One tfjs-core for all: the sources that its specs import by relative paths.
        name: 'one tfjs-core',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({ path: join(core, 'index.js') })),
      },
    ],
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname; const __filename = import.meta.filename;`,
    },
  });
  const jasmine = new Jasmine({ projectBaseDir: here });
  jasmine.exitOnCompletion = false;
  jasmine.randomizeTests(false);
  jasmine.clearReporters();
  jasmine.addReporter({ specDone: (spec) => results.push(spec) });
  await jasmine.execute([bundle]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const nameOf = ({ fullName }) => fullName;
const failed = results.filter(({ status }) => status === 'failed');
const passed = results.filter(({ status }) => status === 'passed').map(nameOf);
const counts = `${passed.length} of ${passed.length + failed.length} specs pass`;
if (values.plain) {
  console.log(`tfjs's own kernels: ${counts}. Failed:`);
  for (const { fullName, failedExpectations } of failed) console.log(`  ${fullName}: ${line(failedExpectations)}`);
  process.exit();
}

const file = join(here, 'known-failures.json');
const known = JSON.parse(readFileSync(file, 'utf8'));
const causes = new Map(Object.entries(known).flatMap(([cause, specs]) => specs.map((spec) => [spec, cause])));
const fresh = failed.filter((spec) => !causes.has(spec.fullName));
const gone = passed.filter((name) => causes.has(name));
const lost = [...causes.keys()].filter((name) => !results.some(({ fullName }) => fullName === name));
console.log(`with the kernels: ${counts}, ${failed.length - fresh.length} fail for a known cause.`);
for (const { fullName, failedExpectations } of fresh) console.error(`FAILED ${fullName}: ${line(failedExpectations)}`);
for (const name of gone) console.error(`PASSES, take it out of known-failures.json: ${name}`);
for (const name of lost) console.error(`NOT RUN, take it out of known-failures.json: ${name}`);
process.exit(fresh.length + gone.length + lost.length > 0 ? 1 : 0);

function line(expectations) {
  return (expectations[0]?.message ?? '').split('\n')[0].slice(0, 160);
}
