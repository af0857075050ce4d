import { jointOf } from '@latents/infotheory/tables';
import { describe, expect, it } from 'vitest';
import type { TraceReport } from '../../../src/panels/bottleneck/messages.js';
import { POINTS, trace } from '../../../src/panels/bottleneck/trace.js';

const of = <K extends TraceReport['kind']>(reports: TraceReport[], kind: K) =>
  reports.filter((report) => report.kind === kind) as Extract<TraceReport, { kind: K }>[];

describe('a noisy bit', () => {
  const reports = [
    ...trace(
      jointOf([
        [9, 1],
        [1, 9],
      ]),
    ),
  ];

  it('facts, then every point from above, then the finished curve and the hard codes', () => {
    const kinds = reports.map(({ kind }) => kind);
    expect(kinds).toEqual(['facts', ...Array(POINTS).fill('annealed'), 'finished', 'hard']);
    expect(of(reports, 'annealed').map(({ at }) => at)).toEqual([...Array(POINTS).keys()].reverse());
  });

  it('the critical beta is within the betas, and where codewords part', () => {
    const [{ onset, instability, betas }] = of(reports, 'facts') as [Extract<TraceReport, { kind: 'facts' }>];
    expect([onset, instability].map((beta) => beta.toFixed(4))).toEqual(['1.5625', '1.5625']);
    const [{ transitions, codes, contradiction }] = of(reports, 'finished') as [
      Extract<TraceReport, { kind: 'finished' }>,
    ];
    expect(betas[0]).toBeLessThan(onset);
    expect(transitions).toHaveLength(1);
    expect(transitions[0]!.between[0]).toBeLessThanOrEqual(onset);
    expect(transitions[0]!.between[1]).toBeGreaterThanOrEqual(onset);
    expect(contradiction).toBeLessThan(1e-9);
    expect(codes[0]!.warnings[0]).toContain('no code was found to be worth its rate');
    expect(codes.at(-1)!.warnings).toEqual([]);
  });

  it('the finished curve is nowhere worse than the annealed one, and hard codes are hard', () => {
    const [{ codes }] = of(reports, 'finished') as [Extract<TraceReport, { kind: 'finished' }>];
    for (const { at, code } of of(reports, 'annealed')) {
      expect(codes[at]!.lagrangian).toBeLessThanOrEqual(code.lagrangian + 1e-7);
    }
    const [hard] = of(reports, 'hard');
    for (const { encoder } of hard!.codes) expect(encoder.data.every((q) => q === 0 || q === 1)).toBe(true);
  });
});

it('independent x and y, one x: nothing to tell, and no failure', () => {
  for (const rows of [
    [
      [1, 3],
      [2, 6],
    ],
    [[1, 2]],
  ]) {
    const reports = [...trace(jointOf(rows))];
    expect(of(reports, 'finished')[0]!.codes.map(({ cardinality }) => cardinality)).toEqual(Array(POINTS).fill(1));
  }
});

it('an empty row is refused in the words of the package', () => {
  expect(() => [
    ...trace(
      jointOf([
        [1, 1],
        [0, 0],
      ]),
    ),
  ]).toThrow('Drop the row');
});
