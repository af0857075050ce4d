/** A table that the reader wrote: a name and numbers. */
export interface NamedTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

const MOST = 24;

/**
 * A line for each x: numbers apart by spaces or commas, after a name if there is one. What the numbers may be, the package says.
 *
 * @throws RangeError for a line with a word among its numbers, or without numbers, and for more lines or numbers than can be drawn.
 */
export function parseTable(text: string): NamedTable {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new RangeError('The table: expected a line of numbers for each x, got nothing.');
  if (lines.length > MOST) throw new RangeError(`The table: expected at most ${MOST} lines, got ${lines.length}.`);
  const named = lines.map((line, i) => {
    const [first, ...rest] = line.trim().split(/[\s,;]+/) as [string, ...string[]];
    const hasName = Number.isNaN(Number(first));
    const cells = hasName ? rest : [first, ...rest];
    const wrong = cells.find((cell) => Number.isNaN(Number(cell)));
    if (wrong !== undefined || cells.length === 0 || cells.length > MOST) {
      throw new RangeError(
        `The table, line ${i + 1}: expected 1 to ${MOST} numbers after the name, got ${wrong ?? (cells.length || 'none')}.`,
      );
    }
    return { name: hasName ? first : `x${i + 1}`, row: cells.map(Number) };
  });
  return { names: named.map(({ name }) => name), rows: named.map(({ row }) => row) };
}
