// Plugins of StrykerJS: they draw mutants in a random order, one at a time, until the time is over.
// The checker runs in a process of its own; a tally file tells it how many mutants the test runner has finished.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Reason of the mutants that were not drawn. */
export const NOT_DRAWN = 'not drawn';

const settings = () => JSON.parse(process.env.LATENTS_MUTATION);

/** Orders mutants by a hash of the seed and of the mutant, so that one seed keeps its order while other code changes. */
function rank(seed, { fileName, location, mutatorName, replacement }) {
  const { line, column } = location.start;
  const file = fileName.slice(fileName.lastIndexOf('packages/'));
  return createHash('sha256').update([seed, file, line, column, mutatorName, replacement].join('\n')).digest('hex');
}

class Sample {
  passed = 0;
  start;

  async init() {}

  async group(mutants) {
    const { seed } = settings();
    const ranks = new Map(mutants.map((mutant) => [mutant.id, rank(seed, mutant)]));
    return [...ranks].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([id]) => [id]);
  }

  async check([{ id }]) {
    const { minutes, tally } = settings();
    // The run of all tests, which comes before, does not count: it takes as long for one mutant as for all.
    this.start ??= Date.now();
    const late = () => minutes !== null && Date.now() - this.start >= minutes * 60_000;
    // One mutant waits while another is tested, so that the test runner is never idle.
    while (Number(readFileSync(tally, 'utf8')) < this.passed - 1 && !late()) await sleep(20);
    if (late()) return { [id]: { status: 'compileError', reason: NOT_DRAWN } };
    this.passed += 1;
    return { [id]: { status: 'passed' } };
  }
}

class Tally {
  count = 0;

  onMutantTested({ status }) {
    if (status === 'Ignored' || status === 'CompileError') return;
    this.count += 1;
    writeFileSync(settings().tally, String(this.count));
  }
}

export const strykerPlugins = [
  { kind: 'Checker', name: 'sample', injectableClass: Sample },
  { kind: 'Reporter', name: 'tally', injectableClass: Tally },
];
