import { BACKENDS, type BackendName } from './backend-names.js';
import { CASES } from './cases/index.js';
import { levelOf } from './disagreement.js';
import { KNOWN } from './known.js';

/** The largest error of each case of a backend, by kind and name. Undefined for a case that throws. */
export type Measured = Readonly<Partial<Record<BackendName, ReadonlyMap<string, number | undefined>>>>;

export const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind}: ${name}`;

/** A cell of the table: cases that agree, cases in all, and the level to which the others than known exceptions do. */
export interface Cell {
  readonly agree: number;
  readonly all: number;
  readonly level: number;
}

/** Returns what was measured, by kind and backend. */
export function cellsOf(measured: Measured): Readonly<Record<string, Readonly<Partial<Record<BackendName, Cell>>>>> {
  const kinds = [...new Set(CASES.map(({ kind }) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(measured).map(([backend, offs]) => {
          const rows = CASES.filter((each) => each.kind === kind);
          const excepted = new Set(
            KNOWN.filter((known) => known.kind === kind && known.on.includes(backend as BackendName)).flatMap(
              ({ names }) => names,
            ),
          );
          const others = rows.filter(({ name }) => !excepted.has(name));
          const worst = Math.max(0, ...others.map((row) => offs!.get(keyOf(row)) ?? Infinity));
          return [backend, { agree: others.length, all: rows.length, level: levelOf(worst) ?? Infinity }];
        }),
      ),
    ]),
  );
}

const inWords = ({ agree, all, level }: Cell): string =>
  `${agree === all ? 'all' : `${agree} of`} ${all}, to ${level === 0 ? 'the bit' : level.toExponential()}`;

/** Returns the two tables of docs/backends.md as Markdown. */
export function tablesOf(measured: Measured): string {
  const names = Object.keys(BACKENDS) as BackendName[];
  const rows = Object.entries(cellsOf(measured)).map(
    ([kind, cells]) => `| ${kind} | ${names.map((name) => (cells[name] ? inWords(cells[name]) : '')).join(' | ')} |`,
  );
  const exceptions = KNOWN.map(
    ({ kind, names: cases, on, outcome, reason }) =>
      `| ${kind}: ${cases.join('; ')} | ${on.join(', ')} | ${typeof outcome === 'number' ? `to ${outcome.toExponential()}` : 'throws'} | ${reason} |`,
  );
  return [
    `| | ${names.join(' | ')} |`,
    `| - | ${names.map(() => '-').join(' | ')} |`,
    ...rows,
    '',
    'The exceptions:',
    '',
    '| case | on | result | reason |',
    '| - | - | - | - |',
    ...exceptions,
  ].join('\n');
}

/** Returns the cells that a page states, in the form of {@link cellsOf}. */
export function statedCells(page: string): ReturnType<typeof cellsOf> {
  const names = Object.keys(BACKENDS) as BackendName[];
  const rows = [...page.matchAll(/^\| ([^|]+?) \| ((?:all|\d+ of) \d+, to .*) \|$/gm)];
  return Object.fromEntries(
    rows.map(([, kind, cells]) => [
      kind!,
      Object.fromEntries(
        cells!.split(' | ').map((cell, i) => {
          const [, agree, all, level] = /^(all|\d+ of) (\d+), to (.*)$/.exec(cell) ?? [];
          return [
            names[i]!,
            {
              agree: agree === 'all' ? Number(all) : Number.parseInt(agree!, 10),
              all: Number(all),
              level: level === 'the bit' ? 0 : Number(level),
            },
          ];
        }),
      ),
    ]),
  );
}
