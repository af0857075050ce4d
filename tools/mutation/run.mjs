// Mutation testing of the numerical sources: StrykerJS changes one expression at a time and runs the tests that cover it.
// A mutant that no test kills shows a formula that no test checks.
//
//   node tools/mutation/run.mjs math em                    a random sample of mutants of each, in 10 minutes each
//   node tools/mutation/run.mjs core --only distributions  of one folder, by the tests of that folder (`--only` again for more)
//   node tools/mutation/run.mjs math --minutes 3 --seed 1
//   node tools/mutation/run.mjs math --confirm             tries only the survivors of the last run again, after new tests
//   node tools/mutation/run.mjs --all                      every mutant of every package: a night
//
// Stryker switches a mutant on when a test begins. Survivors are therefore tried again by hand, with all tests that import the file:
// confirm.mjs says why. What is alive then and needs no test is named, with its reason, in accepted.json.
//
// Reports are in reports/mutation: a page per package (before the second trial), and the list of survivors. A next run keeps the
// results of mutants whose source and tests did not change, and goes on in the order of the seed. It does not notice a change of
// another file that the source imports: remove the folder to begin again. Static mutants (code that runs only when a module is
// loaded) and texts are left out: each of the first costs a run of all tests, and the second are error messages.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { copyOfWorkspace } from '../workspace/copy.mjs';
import { ROOT } from '../workspace/turbo.mjs';
import { confirmSurvivors } from './confirm.mjs';
import { NOT_DRAWN } from './plugin.mjs';
import { reportOf } from './report.mjs';
import { TARGETS } from './targets.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    confirm: { type: 'boolean', default: false },
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
    `run.mjs PACKAGE... [--minutes 10] [--seed 0] [--only FOLDER] [--all] [--confirm]: expected packages of ${Object.keys(TARGETS).join(', ')}` +
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

/** Returns the folder of the tests: for one folder of sources the folder of that name, where there is one. */
function testsOf(name) {
  const own = join('packages', name, 'test', values.only?.length === 1 ? values.only[0] : '.');
  return existsSync(own) && statSync(own).isDirectory() ? own : `packages/${name}/test`;
}

/** Returns the path of a report of a package or of folders of it. */
function pathOf(name, extension) {
  return join(reports, `${[name, ...(values.only ?? [])].join('-').replaceAll('/', '-')}.${extension}`);
}

/** Draws mutants and tests them with Stryker, which writes its report. */
async function mutate(name) {
  const report = (extension) => pathOf(name, extension);
  const tally = report('tally');
  writeFileSync(tally, '0');
  process.env.LATENTS_MUTATION = JSON.stringify({ seed: values.seed, minutes, tally });
  const stryker = new Stryker({
    mutate: patterns(name),
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutation/vitest.config.ts', dir: testsOf(name), related: false },
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
    timeoutMS: 15_000,
    timeoutFactor: 1.5,
    inPlace: true,
    allowConsoleColors: false,
  });
  try {
    await stryker.runMutationTest();
  } finally {
    rmSync(tally, { force: true });
  }
}

/** Tries the survivors of a report again, and writes what came of it; the next run begins with the mutants that were drawn. */
function confirm(name) {
  const report = JSON.parse(readFileSync(pathOf(name, 'json'), 'utf8'));
  confirmSurvivors(report, testsOf(name));
  writeFileSync(pathOf(name, 'json'), JSON.stringify(report));
  const { summary, survivors } = reportOf(report);
  writeFileSync(pathOf(name, 'txt'), `${summary}\n\n${survivors.join('\n')}\n`);
  console.log(`${name}: ${summary}\n  survivors: ${pathOf(name, 'txt')}`);
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(({ statusReason }) => statusReason !== NOT_DRAWN);
  }
  writeFileSync(pathOf(name, 'incremental.json'), JSON.stringify(report));
}

// Mutants are placed in a copy: an interrupted run leaves the checkout as it was.
const copy = copyOfWorkspace();
process.chdir(copy);
try {
  for (const name of names) {
    if (!values.confirm) await mutate(name);
    confirm(name);
  }
} finally {
  process.chdir(ROOT);
  rmSync(copy, { recursive: true, force: true });
}
