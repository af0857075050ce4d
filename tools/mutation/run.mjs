// Mutation testing of the numerical sources: StrykerJS changes one expression at a time and runs the tests that cover it.
// A mutant that no test kills shows a formula that no test checks.
//
//   node tools/mutation/run.mjs math em                    a random sample of mutants of each, in 10 minutes each
//   node tools/mutation/run.mjs core --only distributions  of one folder (`--only` again for more)
//   node tools/mutation/run.mjs math --minutes 3 --seed 1
//   node tools/mutation/run.mjs --all                      every mutant of every package: a night
//
// Reports are in reports/mutation: one page per package, and the list of survivors. A next run keeps the results of mutants
// whose source and tests did not change, tests the survivors that new tests may kill, and goes on with the same seed's order.
// It does not notice a change of another file that the source imports: remove the folder to begin again. Static mutants (code that runs when a
// module is loaded) and texts are left out: the first cost a whole run of all tests each, the second are error messages.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { copyOfWorkspace } from '../workspace/copy.mjs';
import { ROOT } from '../workspace/turbo.mjs';
import { NOT_DRAWN } from './plugin.mjs';
import { reportOf } from './report.mjs';
import { TARGETS } from './targets.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    only: { type: 'string', multiple: true },
    seed: { type: 'string', default: '0' },
  },
});
const names = positionals.length > 0 || !values.all ? positionals : Object.keys(TARGETS);
const unknown = names.filter((name) => !(name in TARGETS));
// Null is no limit.
const minutes = values.all ? null : Number(values.minutes);
if (names.length === 0 || unknown.length > 0 || !(minutes === null || minutes > 0)) {
  console.error(
    `run.mjs PACKAGE... [--minutes 10] [--seed 0] [--only FOLDER] [--all]: expected packages of ${Object.keys(TARGETS).join(', ')}` +
      ` and positive minutes, got '${positionals.join(' ')}' and ${values.minutes} minutes.`,
  );
  process.exit(1);
}

const reports = join(ROOT, 'reports/mutation');
mkdirSync(reports, { recursive: true });

/** Patterns of the sources of a package that are mutated. */
function patterns(name) {
  const targets = values.only ?? TARGETS[name];
  return targets.map((target) => {
    const path = join('packages', name, 'src', target);
    return statSync(path).isDirectory() ? `${path}/**/*.ts` : path;
  });
}

/** Removes the mutants that were not drawn from what the next run knows, so that it may draw them. */
function forgetNotDrawn(path) {
  const known = JSON.parse(readFileSync(path, 'utf8'));
  for (const file of Object.values(known.files)) {
    file.mutants = file.mutants.filter(({ statusReason }) => statusReason !== NOT_DRAWN);
  }
  writeFileSync(path, JSON.stringify(known));
}

async function mutate(name) {
  const label = [name, ...(values.only ?? [])].join('-').replaceAll('/', '-');
  const report = (extension) => join(reports, `${label}.${extension}`);
  const tally = report('tally');
  writeFileSync(tally, '0');
  process.env.LATENTS_MUTATION = JSON.stringify({ seed: values.seed, minutes, tally });
  const stryker = new Stryker({
    mutate: patterns(name),
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutation/vitest.config.ts', dir: `packages/${name}/test`, related: false },
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner'), import.meta.resolve('./plugin.mjs')].map(
      fileURLToPath,
    ),
    checkers: ['sample'],
    reporters: ['tally', 'html', 'json'],
    htmlReporter: { fileName: report('html') },
    jsonReporter: { fileName: report('json') },
    incremental: true,
    incrementalFile: report('incremental.json'),
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    disableTypeChecks: false,
    concurrency: 1,
    dryRunTimeoutMinutes: 30,
    timeoutMS: 30_000,
    timeoutFactor: 3,
    inPlace: true,
    allowConsoleColors: false,
  });
  try {
    await stryker.runMutationTest();
  } finally {
    rmSync(tally, { force: true });
  }
  forgetNotDrawn(report('incremental.json'));
  const { summary, survivors } = reportOf(JSON.parse(readFileSync(report('json'), 'utf8')));
  writeFileSync(report('txt'), `${summary}\n\n${survivors.join('\n')}\n`);
  console.log(`${label}: ${summary}\n  survivors: ${report('txt')}`);
}

// Mutants are placed in a copy: an interrupted run leaves the checkout as it was.
const copy = copyOfWorkspace();
process.chdir(copy);
try {
  for (const name of names) await mutate(name);
} finally {
  process.chdir(ROOT);
  rmSync(copy, { recursive: true, force: true });
}
