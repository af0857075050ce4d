// Summarises a report of Stryker in a few lines.

import { readFileSync } from 'node:fs';
import { NOT_DRAWN } from './plugin.mjs';

/**
 * Mutants that need no test, each with the reason: `{ file, code, replacement, reason }`.
 * `code` is the text of the source that is replaced, as the list of survivors prints it.
 */
const ACCEPTED = JSON.parse(readFileSync(new URL('./accepted.json', import.meta.url), 'utf8'));

/**
 * Summarises a report.
 *
 * @param report - the JSON of Stryker's `json` reporter
 * @param accepted - the mutants that need no test
 * @returns `summary`, one line with the counts and the score in percent with its standard error, and `survivors`, a line each
 */
export function reportOf({ files }, accepted = ACCEPTED) {
  const mutants = Object.entries(files).flatMap(([file, { source, mutants: own }]) =>
    own.map((mutant) => ({
      ...mutant,
      file,
      code: codeOf(source, mutant.location),
      reason: reasonOf(file, source, mutant, accepted),
    })),
  );
  const all = mutants.filter(({ status }) => status !== 'Ignored');
  const drawn = all.filter(({ statusReason }) => statusReason !== NOT_DRAWN);
  const count = (status) => drawn.filter((mutant) => mutant.status === status).length;
  const [killed, timeout, survived, uncovered] = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map(count);
  const tested = killed + timeout + survived + uncovered;
  const score = (killed + timeout) / tested;
  // Standard error of a sample without replacement.
  const error = Math.sqrt(((score * (1 - score)) / tested) * (1 - tested / all.length));
  const alive = drawn.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const excused = alive.filter(({ reason }) => reason !== undefined).length;
  const percent = (value) => (100 * value).toFixed(1);
  return {
    summary:
      `${tested} of ${all.length} mutants tested: ${killed} killed, ${timeout} timed out, ${survived} survived, ` +
      `${uncovered} not covered, ${drawn.length - tested} failed otherwise; score ${percent(score)} % (standard error ${percent(error)})` +
      (excused > 0
        ? `; ${percent((killed + timeout) / (tested - excused))} % without ${excused} accepted survivors`
        : ''),
    survivors: alive.map((mutant) => {
      const { file, location, status, mutatorName, code, replacement, reason } = mutant;
      const { line, column } = location.start;
      return `${file}:${line}:${column} ${status} ${mutatorName}: ${code} -> ${short(replacement)}${reason ? ` [accepted: ${reason}]` : ''}`;
    }),
  };
}

const short = (text) => text.replace(/\s+/g, ' ').slice(0, 100);

/** Returns the reason why a mutant needs no test, or undefined. */
export function reasonOf(file, source, { location, replacement }, accepted = ACCEPTED) {
  const code = codeOf(source, location);
  return accepted.find((row) => row.file === file && row.code === code && row.replacement === short(replacement))
    ?.reason;
}

/** The text that a mutant replaces; of more than one line, the first. */
function codeOf(source, { start, end }) {
  const line = source.split('\n')[start.line - 1];
  return short(line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined));
}
