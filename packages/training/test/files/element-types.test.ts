import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ELEMENT_TYPES } from '../../src/files/element-types.js';

const numpy = JSON.parse(readFileSync(new URL('./fixtures/float16.json', import.meta.url), 'utf8')) as {
  readonly sha256: string;
};
const halves = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer);

/** The value of a float of `fraction` stored bits, by the definition of IEEE 754. */
function ieeeValue(bits: number, exponentBits: number, fractionBits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

describe('half precision', () => {
  test.each([
    ['F16', 5, 10],
    ['BF16', 8, 7],
  ] as const)('%s: all 65,536 values are those of the definition', (dtype, exponentBits, fractionBits) => {
    const read = ELEMENT_TYPES[dtype].read(halves);
    expect(read).toBeInstanceOf(Float32Array);
    for (let bits = 0; bits < 65536; bits++) {
      const expected = ieeeValue(bits, exponentBits, fractionBits);
      if (!Object.is(read[bits], expected)) expect.fail(`${bits}: expected ${expected}, got ${read[bits]}`);
    }
  });

  test('F16: all 65,536 values are those of numpy, to the bit', () => {
    const read = ELEMENT_TYPES.F16.read(halves);
    const bits = Uint32Array.from(new Uint32Array(read.buffer), (word, i) =>
      Number.isNaN(read[i]!) ? 0x7fc00000 : word,
    );
    expect(createHash('sha256').update(bits).digest('hex')).toBe(numpy.sha256);
  });

  test.each(['F16', 'BF16'] as const)('%s: reads from an odd byte of a buffer', (dtype) => {
    const shifted = new Uint8Array(halves.length + 1);
    shifted.set(halves, 1);
    expect(ELEMENT_TYPES[dtype].read(shifted.subarray(1))).toEqual(ELEMENT_TYPES[dtype].read(halves));
  });
});

describe('64-bit integers', () => {
  const limit = 2n ** 53n - 1n;
  test.each([
    ['I64', BigInt64Array, -limit],
    ['U64', BigUint64Array, 0n],
  ] as const)('%s: reads every integer that float64 holds exactly', (dtype, Maker, lowest) => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(lowest, limit)), (values) => {
        const read = ELEMENT_TYPES[dtype].read(new Uint8Array(Maker.from(values).buffer));
        expect(read).toEqual(Float64Array.from(values, Number));
      }),
    );
    const ends = Maker.of(lowest, limit);
    expect([...ELEMENT_TYPES[dtype].read(new Uint8Array(ends.buffer))].map(BigInt)).toEqual([lowest, limit]);
  });

  test.each([
    ['I64', BigInt64Array.of(0n, limit + 1n)],
    ['I64', BigInt64Array.of(0n, limit + 2n)],
    ['I64', BigInt64Array.of(0n, -limit - 1n)],
    ['I64', BigInt64Array.of(0n, -limit - 2n)],
    ['I64', BigInt64Array.of(0n, -(2n ** 63n))],
    ['U64', BigUint64Array.of(0n, limit + 1n)],
    ['U64', BigUint64Array.of(0n, 2n ** 64n - 1n)],
  ] as const)('%s: refuses %s', (dtype, values) => {
    expect(() => ELEMENT_TYPES[dtype].read(new Uint8Array(values.buffer))).toThrow(`got ${values[1]} at position 1`);
  });
});

test('BOOL: gives bytes 0 and 1, and refuses every other byte', () => {
  expect(ELEMENT_TYPES.BOOL.read(Uint8Array.of(0, 1, 1))).toEqual(Uint8Array.of(0, 1, 1));
  for (let byte = 2; byte < 256; byte++) {
    expect(() => ELEMENT_TYPES.BOOL.read(Uint8Array.of(0, byte))).toThrow(`got ${byte} at position 1`);
  }
});
