import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Returns the titles that the tests of a folder give to a suite: the first argument of each call, if it is a plain string. A kind
 * whose rows stand in several files is listed by it.
 *
 * @param folder The folder, with all below it.
 * @param suite The function of the suite, as `'describeModel'`.
 * @example
 * ```ts
 * suitesIn(new URL('.', import.meta.url), 'describeModel'); // => ['createGan', 'tabularGan (TabularGan)', ...]
 * ```
 */
export function suitesIn(folder: URL, suite: string): string[] {
  const root = fileURLToPath(folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.sort().flatMap((file) => titlesOf(readFileSync(join(root, file), 'utf8'), suite));
}

function titlesOf(text: string, suite: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) ? node.arguments : [];
    const called = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === suite;
    if (called && title !== undefined && ts.isStringLiteral(title)) titles.push(title.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', text, ts.ScriptTarget.Latest));
  return titles;
}
