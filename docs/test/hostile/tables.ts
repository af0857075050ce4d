import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';

/** Rows of every table that has a say in it. */
export const ROWS = 24;

type Data = Float64Array<ArrayBuffer>;

function normals(): Data {
  return createRng(9).fillNormal(new Float64Array(ROWS * 2));
}

function table(data: unknown, shape: readonly number[] = [ROWS, 2]): unknown {
  return { shape, data };
}

/** The good table with each number changed. */
function mapped(change: (value: number, index: number) => number): unknown {
  return table(normals().map(change));
}

/** The good table as a plain list with some entries changed. */
function listed(change: (list: unknown[]) => void): unknown {
  const list: unknown[] = Array.from(normals());
  change(list);
  return table(list);
}

function cell(value: number): unknown {
  return mapped((x, i) => (i === 5 ? value : x));
}

function integers(kind: { from(source: ArrayLike<number>): unknown }, below: number): unknown {
  const rng = createRng(4);
  return table(kind.from(Array.from({ length: ROWS * 2 }, () => rng.integer(below))));
}

/** Tables of finite numbers that fit their shape: an answer must be finite, or the refusal must say why. */
const ODD: Readonly<Record<string, () => unknown>> = {
  good: () => table(normals()),
  'float32 numbers': () => table(Float32Array.from(normals())),
  zeros: () => table(new Float64Array(ROWS * 2)),
  ones: () => table(new Float64Array(ROWS * 2).fill(1)),
  'a constant column': () => mapped((x, i) => (i % 2 === 0 ? 3 : x)),
  'one row': () => table(Float64Array.of(1, 2), [1, 2]),
  'two rows': () => table(Float64Array.of(1, 2, 3, 4), [2, 2]),
  'a repeated column': () => table(normals().map((_, i, all) => all[i - (i % 2)]!)),
  'scale 1e20': () => mapped((x) => x * 1e20),
  'scale 1e160': () => mapped((x) => x * 1e160),
  'scale 1e300': () => mapped((x) => x * 1e300),
  'offset 1e9': () => mapped((x) => x + 1e9),
  'an outlier of 1e300': () => mapped((x, i) => (i === 3 ? 1e300 : x)),
  'subnormal numbers': () => mapped((x) => x * 1e-310),
  'scale 1e-160': () => mapped((x) => x * 1e-160),
  'integers above 2^24': () => mapped((_, i) => 16777217 + i),
  'bytes, Uint8Array': () => integers(Uint8Array, 256),
  Int32Array: () => integers(Int32Array, 1000),
  Int8Array: () => integers(Int8Array, 100),
  bits: () => integers(Float64Array, 2),
  'nested rows': () => Array.from({ length: ROWS }, (_, i) => [...normals().subarray(2 * i, 2 * i + 2)]),
  'no rows': () => table(new Float64Array(0), [0, 2]),
  'no columns': () => table(new Float64Array(0), [ROWS, 0]),
  'a scalar': () => table(Float64Array.of(1), []),
  'rank 1': () => table(normals(), [ROWS * 2]),
  'rank 3': () => table(normals(), [ROWS, 2, 1]),
};

/** Values that are not tables of finite numbers and must be refused. */
const BROKEN: Readonly<Record<string, () => unknown>> = {
  'a NaN': () => cell(Number.NaN),
  'an Infinity': () => cell(Infinity),
  'a -Infinity': () => cell(-Infinity),
  'a shape that promises more': () => table(normals(), [ROWS, 3]),
  'a shape that promises less': () => table(normals(), [ROWS - 4, 2]),
  'negative sizes': () => table(normals(), [-ROWS, -2]),
  'a size of one half': () => table(normals(), [ROWS * 4, 0.5]),
  BigInt64Array: () => table(BigInt64Array.from({ length: ROWS * 2 }, (_, i) => BigInt(i % 7))),
  'a list as data': () => listed(() => {}),
  'a list with a hole': () => listed((list) => delete list[7]),
  strings: () => table(Array.from(normals(), String)),
  'a null in the data': () => listed((list) => (list[3] = null)),
  'a DataView': () => table(new DataView(new ArrayBuffer(ROWS * 16))),
  'a tensor': () => tf.tensor2d(Array.from(normals()), [ROWS, 2]),
  null: () => null,
  undefined: () => undefined,
  'a string': () => 'abc',
  'a number': () => 5,
  'an empty object': () => ({}),
};

/** Every table by name, and whether it must be refused. */
export const TABLES: readonly { readonly name: string; readonly broken: boolean; readonly make: () => unknown }[] = [
  ...Object.entries(ODD).map(([name, make]) => ({ name, broken: false, make })),
  ...Object.entries(BROKEN).map(([name, make]) => ({ name, broken: true, make })),
];
