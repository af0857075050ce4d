/**
 * The sentences of line-aligned text files, one a kind of annotation (`.words`, `.upos`): line i of each is sentence
 * i, its entries separated by spaces. Name the texts as you want the parts of a sentence named.
 *
 * @example
 * ```ts
 * import { parseAlignedLines } from '@latents/datasets';
 *
 * const [first] = parseAlignedLines({ forms: 'Time flies\nYes\n', upos: 'NOUN VERB\nINTJ\n' });
 * first; // => { forms: ['Time', 'flies'], upos: ['NOUN', 'VERB'] }
 * ```
 * @throws RangeError if the texts have no lines or different numbers of lines, a line is empty, or two aligned lines
 * have different numbers of entries. The message names the line.
 */
export function parseAlignedLines<K extends string>(texts: Readonly<Record<K, string>>): Record<K, string[]>[] {
  const files = (Object.entries(texts) as [K, string][]).map(([name, text]) => ({ name, lines: linesOf(text) }));
  const first = files[0];
  if (first === undefined || first.lines.length === 0) {
    throw new RangeError('parseAlignedLines(texts): expected at least one line, got none.');
  }
  for (const { name, lines } of files) {
    if (lines.length !== first.lines.length) {
      throw problem(`${first.lines.length} lines as in '${first.name}'`, `${lines.length} in '${name}'`);
    }
  }
  return first.lines.map((_, index) => {
    const entries = files.map(({ name, lines }) => [name, lines[index]!.split(' ').filter(Boolean)] as const);
    const length = entries[0]![1].length;
    if (length === 0) throw problem('an entry', `none in line ${index + 1} of '${first.name}'`);
    for (const [name, { length: other }] of entries) {
      if (other !== length) {
        throw problem(`${length} entries as in '${first.name}'`, `${other} in line ${index + 1} of '${name}'`);
      }
    }
    return Object.fromEntries(entries) as unknown as Record<K, string[]>;
  });
}

function linesOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function problem(expected: string, got: string): RangeError {
  return new RangeError(`parseAlignedLines(texts): expected ${expected}, got ${got}.`);
}
