import { type NdArray, ndArray } from '@latents/math';
import Papa from 'papaparse';

export interface CsvOptions {
  /** Whether the first row names the columns (default true). */
  readonly header?: boolean;
  /** The column of class labels, by name or, counted from 0, by index. Without it every column is a feature. */
  readonly label?: string | number;
  /** What stands between two cells (default `','`). */
  readonly separator?: string;
}

export interface Table {
  /** `[rows, features]`, every cell a finite number. */
  readonly features: NdArray<Float64Array>;
  /** The text of the label column without spaces around it, one per row; empty if no label column was named. */
  readonly labels: readonly string[];
  /** The names of the feature columns; their indices as text if there is no header. */
  readonly columns: readonly string[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A table of numbers, and if asked one column of labels, from CSV text (RFC 4180: quotes, embedded separators and
 * line breaks). Blank lines are skipped; a missing or other non-number is refused, not guessed at.
 *
 * @example
 * ```ts
 * import { parseCsv } from '@latents/datasets/csv';
 *
 * const iris = parseCsv('sepal,petal,class\n5.1,1.4,setosa\n6.2,4.5,versicolor\n', { label: 'class' });
 * iris.features.shape; // => [2, 2]
 * iris.labels; // => ['setosa', 'versicolor']
 * iris.columns; // => ['sepal', 'petal']
 * ```
 * @throws TypeError for what is not text.
 * @throws RangeError if two columns have one name, a row has another number of cells than the first, a feature is not a finite decimal number,
 * a quote is not closed, there are no rows or features, the label column is not there or not unique, or the separator is
 * empty, a quote or a line break.
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  const { header = true, label, separator = ',' } = options;
  if (separator === '' || /["\r\n]/.test(separator)) {
    throw problem('a separator that is neither empty, a quote nor a line break', JSON.stringify(separator));
  }
  if (typeof text !== 'string') {
    const got = (text as object | null)?.constructor?.name ?? String(text);
    throw new TypeError(
      `parseCsv(text): expected text, got ${got}. Bytes become text by new TextDecoder().decode(bytes).`,
    );
  }
  const records = parseRecords(text, separator);
  const width = records[0]?.length ?? 0;
  const names = header
    ? (records.shift() ?? []).map((name) => name.trim())
    : Array.from({ length: width }, (_, i) => `${i}`);
  const twice = names.find((name, column) => names.indexOf(name) !== column);
  if (twice !== undefined) throw problem('a name of its own for each column', `'${twice}' twice`);
  if (records.length === 0) throw problem('at least one row of data', 'none');
  const labelColumn = label === undefined ? -1 : findColumn(names, label);
  const featureColumns = names.map((_, column) => column).filter((column) => column !== labelColumn);
  if (featureColumns.length === 0) throw problem('at least one feature column', 'none beside the labels');
  const data = new Float64Array(records.length * featureColumns.length);
  let filled = 0;
  for (const [row, cells] of records.entries()) {
    if (cells.length !== width) throw problem(`${width} cells in every row`, `${cells.length} in data row ${row}`);
    for (const column of featureColumns) {
      const cell = cells[column]!.trim();
      const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
      if (!Number.isFinite(value)) {
        throw problem('a finite decimal number', `'${cell}' in data row ${row}, column '${names[column]}'`);
      }
      data[filled++] = value;
    }
  }
  return {
    features: ndArray([records.length, featureColumns.length], data),
    labels: labelColumn < 0 ? [] : records.map((cells) => cells[labelColumn]!.trim()),
    columns: featureColumns.map((column) => names[column]!),
  };
}

function parseRecords(text: string, separator: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: separator, skipEmptyLines: true });
  const error = errors[0];
  if (error) throw problem('well-formed CSV', `in record ${error.row ?? 0}: ${error.message}`);
  return data;
}

function findColumn(names: readonly string[], label: string | number): number {
  const column = typeof label === 'number' ? label : names.indexOf(label);
  if (names[column] === undefined) {
    throw problem(`a label column out of ${names.map((name) => `'${name}'`).join(', ')}`, `'${label}'`);
  }
  return column;
}

function problem(expected: string, got: string): RangeError {
  return new RangeError(`parseCsv(text): expected ${expected}, got ${got}.`);
}
