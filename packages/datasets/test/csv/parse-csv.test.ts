import { readFileSync } from 'node:fs';
import { parseCsv } from '@latents/datasets/csv';
import { sharedPath } from '@latents/testing';
import { describe, expect, it } from 'vitest';

describe('parseCsv', () => {
  it('reads features, labels and column names', () => {
    const table = parseCsv('a,class,b\n1,x,-2.5\n.5,y,1e3\n', { label: 'class' });
    expect(table.features).toEqual({ shape: [2, 2], data: Float64Array.of(1, -2.5, 0.5, 1000) });
    expect(table.labels).toEqual(['x', 'y']);
    expect(table.columns).toEqual(['a', 'b']);
  });

  it('reads without a header, labels by index', () => {
    const table = parseCsv('x;1;2\ny;3;4', { header: false, label: 0, separator: ';' });
    expect(table.features).toEqual({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) });
    expect(table.labels).toEqual(['x', 'y']);
    expect(table.columns).toEqual(['1', '2']);
  });

  it('reads without labels', () => {
    const table = parseCsv('a,b\n1,2');
    expect(table.labels).toEqual([]);
    expect(table.features.shape).toEqual([1, 2]);
  });

  it('reads Windows line ends, a byte order mark, spaces, blank lines, quotes with separators and line breaks', () => {
    const table = parseCsv('\ufeffa,class\r\n 1 ,"one, or\r\n""uno"""\r\n\r\n2,two\r\n', { label: 'class' });
    expect(table.columns).toEqual(['a']);
    expect([...table.features.data]).toEqual([1, 2]);
    expect(table.labels).toEqual(['one, or\r\n"uno"', 'two']);
  });

  it('keeps all digits of a double', () => {
    expect(parseCsv('a\n0.1234567890123456').features.data[0]).toBe(0.1234567890123456);
  });

  it.each([
    ['nothing', '', {}, 'expected at least one row of data, got none'],
    ['a header only', 'a,b\n', {}, 'expected at least one row of data, got none'],
    ['a ragged row', 'a,b\n1,2\n3\n', {}, 'expected 2 cells in every row, got 1 in data row 1'],
    ['a missing value', 'a,b\n1,\n', {}, "expected a finite decimal number, got '' in data row 0, column 'b'"],
    ['NaN', 'a\nNaN\n', {}, "got 'NaN' in data row 0"],
    ['infinity', 'a\n1e999\n', {}, "got '1e999' in data row 0"],
    ['a hexadecimal number', 'a\n0x10\n', {}, "got '0x10'"],
    ['a decimal comma', 'a;b\n1,5;2\n', { separator: ';' }, "got '1,5'"],
    ['an open quote', 'a\n"1\n', {}, 'expected well-formed CSV, got in record'],
    ['an absent label', 'a,b\n1,2', { label: 'c' }, "expected a label column out of 'a', 'b', got 'c'"],
    ['a label index out of range', 'a,b\n1,2', { label: 2 }, "got '2'"],
    ['two columns of one name', 'a,c,c\n1,2,3', {}, "expected a name of its own for each column, got 'c' twice"],
    ['an empty separator', 'a\n1', { separator: '' }, 'expected a separator that is neither empty'],
    ['a quote as separator', 'a\n1', { separator: '"' }, 'expected a separator that is neither empty'],
    ['labels alone', 'a\nx', { label: 'a' }, 'expected at least one feature column'],
  ])('refuses %s', (_, text, options, message) => {
    expect(() => parseCsv(text, options)).toThrow(RangeError);
    expect(() => parseCsv(text, options)).toThrow(message);
  });
});

describe('what is read', () => {
  it('is labels without the spaces around them, as numbers and names are', () => {
    expect(parseCsv('x , y\n1, setosa\n 2,setosa \n', { label: 'y' })).toMatchObject({
      labels: ['setosa', 'setosa'],
      columns: ['x'],
    });
  });

  it.each([
    ['bytes', Uint8Array.of(97), 'got Uint8Array. Bytes become text by new TextDecoder().decode(bytes).'],
    ['null', null, 'got null'],
  ])('is never %s', (_, text, message) => {
    expect(() => parseCsv(text as never)).toThrow(TypeError);
    expect(() => parseCsv(text as never)).toThrow(`parseCsv(text): expected text, ${message}`);
  });
});

const iris = sharedPath('data/sklearn_small/iris.csv');

describe.skipIf(iris === undefined)('iris', () => {
  it('has its published means and class sizes', () => {
    const text = readFileSync(iris!, 'utf8');
    const { features, labels } = parseCsv(text, { header: Number.isNaN(Number(text.split(',')[0])), label: 4 });
    expect(features.shape).toEqual([150, 4]);
    const means = [0, 1, 2, 3].map((j) => features.data.filter((_, i) => i % 4 === j).reduce((a, b) => a + b) / 150);
    for (const [j, mean] of [5.843333, 3.057333, 3.758, 1.199333].entries()) expect(means[j]).toBeCloseTo(mean, 5);
    for (const label of new Set(labels)) expect(labels.filter((other) => other === label)).toHaveLength(50);
    expect(new Set(labels).size).toBe(3);
  });
});
