import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/**
 * Returns the tables of contents of a package: for each entry of its package.json, and for each file of its own that an entry
 * exports as a whole, the headings of the source and the names under them, types included, in order.
 *
 * @param manifest The place of the package.json.
 * @throws Error for a table of contents whose headings are not true: see {@link contentsOf}.
 * @example
 * ```ts
 * expect(contentsOfPackage(new URL('../package.json', import.meta.url))).toMatchSnapshot();
 * ```
 */
export function contentsOfPackage(manifest: URL): Record<string, string[]> {
  const contents: Record<string, string[]> = {};
  const read = new Set<string>();
  const waiting = Object.entries(entriesOf(manifest));
  // The list grows while it is read: an entry adds the files that it exports as a whole.
  for (const [entry, source] of waiting) {
    const place = new URL(source, manifest);
    if (read.has(place.href)) continue;
    read.add(place.href);
    const lines = contentsOf(readFileSync(place, 'utf8'), source);
    contents[entry] = lines;
    for (const line of lines) {
      const part = /^\* (?:as \w+ )?from '(\..*)\.js'$/.exec(line)?.[1];
      if (part === undefined) continue;
      const path = posix.join(posix.dirname(source), `${part}.ts`);
      waiting.push([path, `./${path}`]);
    }
  }
  return contents;
}

/** Returns the sources of the entries of a package, as they stand in its package.json. */
export function sourcesOfPackage(manifest: URL): string[] {
  return Object.values(entriesOf(manifest));
}

/** Returns the entries that are modules. A file that is served as it is has no source. */
function entriesOf(manifest: URL): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    exports: Record<string, string | { '@latents/source': string }>;
  };
  return Object.fromEntries(
    Object.entries(exports).flatMap(([entry, target]) =>
      typeof target === 'string' ? [] : [[entry, target['@latents/source']]],
    ),
  );
}

/**
 * Returns the lines of a table of contents: `// Heading`, then a line per name, `type` before types.
 *
 * @param text The source of an `index.ts`.
 * @param file Its name, for messages.
 * @throws Error for a heading with no name under it or one that comes twice, for names before the first of several headings, or
 * for a statement that is not an export.
 */
export function contentsOf(text: string, file = 'index.ts'): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const lines: string[] = [];
  for (const statement of source.statements) {
    for (const heading of headingsBefore(text, statement)) lines.push(heading);
    lines.push(...namesOf(statement, source));
  }
  // Comments after the last statement head nothing.
  const rest = ts.getLeadingCommentRanges(text, source.statements.end) ?? [];
  lines.push(...rest.map(({ pos, end }) => text.slice(pos, end)));
  checkHeadings(lines, file);
  return lines;
}

function headingsBefore(text: string, statement: ts.Statement): string[] {
  const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  return comments.map(({ pos, end }) => text.slice(pos, end)).filter((comment) => comment.startsWith('//'));
}

function namesOf(statement: ts.Statement, source: ts.SourceFile): string[] {
  if (!ts.isExportDeclaration(statement)) {
    throw new Error(`${source.fileName}: expected exports alone, got '${statement.getText(source).slice(0, 40)}'.`);
  }
  const { exportClause, isTypeOnly, moduleSpecifier } = statement;
  const from = moduleSpecifier?.getText(source) ?? '';
  if (exportClause === undefined) return [`* from ${from}`];
  if (ts.isNamespaceExport(exportClause)) return [`* as ${exportClause.name.text} from ${from}`];
  return exportClause.elements.map(
    (element) => `${isTypeOnly || element.isTypeOnly ? 'type ' : ''}${element.name.text}`,
  );
}

function checkHeadings(lines: readonly string[], file: string): void {
  const headings = lines.filter(isHeading);
  const empty = lines.find((line, i) => isHeading(line) && (lines[i + 1] === undefined || isHeading(lines[i + 1]!)));
  if (empty !== undefined) throw new Error(`${file}: expected names under '${empty}', got none.`);
  const twice = headings.find((heading, i) => headings.indexOf(heading) !== i);
  if (twice !== undefined) throw new Error(`${file}: expected each heading once, got '${twice}' twice.`);
  if (headings.length > 0 && !isHeading(lines[0]!)) {
    throw new Error(`${file}: expected a heading before the first name, got '${lines[0]}'.`);
  }
}

function isHeading(line: string): boolean {
  return line.startsWith('//');
}
