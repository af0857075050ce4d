// Tries survivors again, one by one, with all tests that import the file. Stryker switches a mutant on when a test begins, so what
// a test file computes while it is loaded, or what a module keeps from an earlier test, is computed without the mutant.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edited } from '../workspace/copy.mjs';
import { ROOT } from '../workspace/turbo.mjs';
import { reasonOf } from './report.mjs';

/** Reason of the mutants that Stryker left alive and a whole run killed. */
export const CONFIRMED = 'killed by a whole run of the tests that import the file';

/**
 * Runs the tests with each survivor in the source, and changes its status in the report where they fail.
 *
 * @param report - the JSON of Stryker's `json` reporter; statuses change in place
 * @param dir - the folder of the tests, below the working directory
 */
export function confirmSurvivors({ files }, dir) {
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const alive = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const open = alive.filter((mutant) => reasonOf(file, source, mutant) === undefined);
    if (open.length > 0 && readFileSync(file, 'utf8') !== source) {
      throw new Error(`${file} is not what the report saw: run without --confirm.`);
    }
    for (const mutant of open) {
      const killed = !edited(
        file,
        () => mutated(source, mutant),
        () => passes(file, dir),
      );
      console.log(`${killed ? 'killed  ' : 'survives'} ${file}:${mutant.location.start.line} -> ${mutant.replacement}`);
      if (killed) Object.assign(mutant, { status: 'Killed', statusReason: CONFIRMED });
    }
  }
}

/** Returns the source with the mutant in it. Lines and columns count from 1. */
export function mutated(source, { location: { start, end }, replacement }) {
  const lines = source.split('\n');
  const at = ({ line, column }) =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  return source.slice(0, at(start)) + replacement + source.slice(at(end));
}

/** Whether the tests that import a file pass; a run without an end within ten minutes does not. */
function passes(file, dir) {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const options = ['--run', '--bail=1', '--maxWorkers=1', '--config=tools/mutation/vitest.config.ts', `--dir=${dir}`];
  return spawnSync(process.execPath, [vitest, 'related', file, ...options], { timeout: 600_000 }).status === 0;
}
