import { describe, expect, it } from 'vitest';
import { contentsOfPackage } from './contents.js';
import { membersOf } from './members.js';

/** One kind of thing in a package, and the rows of its suite. */
export interface KindOfMembers {
  /** The place of the package.json. */
  readonly manifest: URL;
  /** The types by which members are found: see {@link membersOf}. */
  readonly types?: readonly string[];
  /** Headings of the table of contents. All values under them are members. */
  readonly headings?: readonly string[];
  /**
   * The names of the rows. A row begins with the exported name, as `'fGan kl'`. A row in which a factory makes an exported class
   * may name both: `'createGan (Gan)'`.
   */
  readonly rows: readonly string[];
}

/** Registers the tests that a kind's rows are exactly its exported members: none is missing and none is unknown. */
export function describeMembers(kind: string, members: KindOfMembers): void {
  describe(`the list of ${kind}`, () => {
    it('has a row for each exported member', () => {
      expect(withoutRow(members), `exported ${kind} without a row: add one to this suite`).toEqual([]);
    });
    it('has no row whose name is not exported', () => {
      expect(withoutExport(members), `rows of ${kind} that no export answers to`).toEqual([]);
    });
  });
}

/** Returns the exported members that have no row. */
export function withoutRow(members: KindOfMembers): string[] {
  const rows = namesOfRows(members);
  return exported(members).filter((name) => !rows.includes(name));
}

/** Returns the names of rows that are not exported as members of the kind. */
export function withoutExport(members: KindOfMembers): string[] {
  const known = exported(members);
  return namesOfRows(members).filter((name) => !known.includes(name));
}

function namesOfRows({ rows }: KindOfMembers): string[] {
  return [
    ...new Set(rows.flatMap((row) => /^(\S+)(?: \((\w+)\))?/.exec(row)!.slice(1)).filter((name) => name !== undefined)),
  ];
}

function exported({ manifest, types, headings }: KindOfMembers): string[] {
  const found = types === undefined ? [] : membersOf(manifest, types);
  for (const heading of headings ?? []) {
    const under = Object.values(contentsOfPackage(manifest)).flatMap((lines) => valuesUnder(lines, heading));
    if (under.length === 0)
      throw new Error(`describeMembers({ headings }): expected names under '${heading}', got none.`);
    found.push(...under);
  }
  if (found.length === 0) {
    throw new Error(
      `describeMembers({ types }): expected members of ${types?.join(' or ')}, got none. Check the names.`,
    );
  }
  return [...new Set(found)];
}

function valuesUnder(lines: readonly string[], heading: string): string[] {
  const from = lines.indexOf(`// ${heading}`);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => line.startsWith('//'));
  return rest.slice(0, end < 0 ? rest.length : end).filter((line) => !/^(type |\*)/.test(line));
}
