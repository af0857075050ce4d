import { describe, expect, test } from 'vitest';
import { reportOf, type StrykerMutant } from '../report.mjs';

const file = 'packages/math/src/a.ts';
const source = 'export const half = (x: number) => x / 2;\n';

/** A mutant of `x / 2` in `source`. */
function mutant(status: string, replacement: string, statusReason?: string): StrykerMutant {
  const location = { start: { line: 1, column: 36 }, end: { line: 1, column: 41 } };
  const reason = statusReason === undefined ? {} : { statusReason };
  return { status, replacement, location, mutatorName: 'ArithmeticOperator', ...reason };
}

describe('reportOf', () => {
  const mutants = [
    mutant('Killed', 'x * 2'),
    mutant('Killed', 'x + 2'),
    mutant('Timeout', 'x - 2'),
    mutant('Survived', 'x'),
    mutant('NoCoverage', '2'),
    mutant('RuntimeError', 'y'),
    mutant('Ignored', 'z'),
    ...Array.from({ length: 4 }, () => mutant('CompileError', 'w', 'not drawn')),
  ];
  const report = { files: { [file]: { source, mutants } } };

  test('scores what was drawn: 3 of 5, and the standard error of 5 drawn from 10 without replacement', () => {
    // sqrt(0.6 0.4 / 5 (1 - 5 / 10)) = 0.1549
    expect(reportOf(report, []).summary).toBe(
      '5 of 10 mutants tested: 2 killed, 1 timed out, 1 survived, 1 not covered, 1 failed otherwise; ' +
        'score 60.0 % (standard error 15.5)',
    );
  });

  test('lists survivors and mutants that no test covers, with the text that they replace', () => {
    expect(reportOf(report, []).survivors).toEqual([
      `${file}:1:36 Survived ArithmeticOperator: x / 2 -> x`,
      `${file}:1:36 NoCoverage ArithmeticOperator: x / 2 -> 2`,
    ]);
  });

  test('names the reason of an accepted survivor, and scores without it too: 3 of 4', () => {
    const accepted = [{ file, code: 'x / 2', replacement: 'x', reason: 'half of zero' }];
    const { summary, survivors } = reportOf(report, accepted);
    expect(summary).toMatch(/score 60\.0 % .*; 75\.0 % without 1 accepted survivors$/);
    expect(survivors[0]).toMatch(/\[accepted: half of zero\]$/);
  });
});
