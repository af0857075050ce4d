import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openSafetensors } from '../../src/files/index.js';
import { fileOf } from './file-of.js';

interface Case {
  readonly name: string;
  /** The file in base64. */
  readonly file: string;
  /** Verdict of the Rust reader, safetensors 0.8. */
  readonly accepted: boolean;
}

const { rows: cases } = JSON.parse(readFileSync(new URL('./fixtures/headers.json', import.meta.url), 'utf8')) as {
  readonly rows: Case[];
};

/** Cases that Rust takes and we refuse, with the reason. */
const STRICTER: Readonly<Record<string, string>> = {
  'space before': 'the format says that the header starts with {',
  'name twice': 'the format forbids duplicate keys',
  'name twice, once with an escape': 'the format forbids duplicate keys',
  'name twice, size 0': 'the format forbids duplicate keys',
  'another field twice': 'the format forbids duplicate keys',
  'metadata with a key twice': 'the format forbids duplicate keys',
  'array as a list': 'serde takes a list for a struct; the format describes an object',
  'dtype as an object': 'serde takes an object for an enum; the format describes a text',
  'dtype F8_E4M3': 'JavaScript has no array for it',
  'dtype F8_E5M2': 'JavaScript has no array for it',
  'dtype F4': 'JavaScript has no array for it',
  'dtype C64': 'JavaScript has no array for it',
  'product of 2^57, then 0': 'JavaScript counts exactly up to 2^53',
  '0, then a size of 2^53 + 1': 'JavaScript counts exactly up to 2^53',
};

test('the table has at least 60 cases, and each exception is one of them that Rust takes', () => {
  expect(cases.length).toBeGreaterThan(60);
  const taken = cases.filter(({ accepted }) => accepted).map(({ name }) => name);
  expect(Object.keys(STRICTER).filter((name) => !taken.includes(name))).toEqual([]);
});

describe.each(cases)('$name', ({ name, file, accepted }) => {
  const open = () => openSafetensors(new Uint8Array(Buffer.from(file, 'base64')));
  if (accepted && !Object.hasOwn(STRICTER, name)) {
    test('is taken, as by Rust', () => {
      expect(Object.keys(open().read())).toEqual(Object.keys(open().tensors));
    });
  } else {
    test('is refused', () => {
      expect(open).toThrow(
        /^openSafetensors\(bytes\): expected .*got .*The file is truncated, corrupt or of another format\.$/,
      );
    });
  }
});

const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
const four = new Uint8Array(4);

describe('messages', () => {
  test.each([
    ['the type toString', fileOf(entryOf('"toString"'), four), /one of F64, F32, .*, got "toString"/],
    [
      'a size of 2^53 + 1',
      fileOf(entryOf('"F32"', '[0,9007199254740993]')),
      /the shape of "a" to hold integers .*, got 9007199254740993/,
    ],
    [
      'offsets in reverse',
      fileOf(entryOf('"F32"', '[1]').replace('[0,4]', '[4,0]'), four),
      /4 bytes for "a" of shape \[1\] and type F32, got -4/,
    ],
    [
      'a header of 2^63 bytes',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128),
      /at most 100000000 bytes, got 9223372036854776000/,
    ],
    ['a header that the file does not hold', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123), /a header of 2 bytes, got 1/],
    [
      'an unknown type',
      fileOf(entryOf('"F8_E4M3"'), four),
      /dtype of "a" to be one of F64, F32, .*, got "F8_E4M3"\. Convert/,
    ],
    [
      'a duplicate',
      fileOf(`{"a":${entry},"a":${entry}}`, four),
      /different keys in one object, got "a" again at character 54/,
    ],
    ['a trailing comma', fileOf('{"__metadata__":{},}'), /a key in double quotes, got "}" at character 19/],
    ['a lone surrogate', fileOf(`{"\\ud800":${entry}}`, four), /lone surrogates, got ".*" at character 1/],
    ['nesting', fileOf(`{"a":${'['.repeat(1e6)}`), /at most 127 nested values/],
    ['a shape', fileOf(entryOf('"F32"', '[2,3]'), four), /24 bytes for "a" of shape \[2,3\] and type F32, got 4/],
    ['an overlap', fileOf(`{"a":${entry},"b":${entry}}`, four), /"b" to begin at byte 4, got 0/],
    ['a byte order mark', fileOf('\ufeff{}'), /starts with '{', got "\ufeff{}"/],
    ['invalid UTF-8', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d)), /valid UTF-8/],
    ['metadata of numbers', fileOf('{"__metadata__":{"a":1}}'), /a text under "a" in '__metadata__', got 1\./],
  ])('say what is wrong: %s', (_, bytes, message) => {
    expect(() => openSafetensors(bytes)).toThrow(message);
  });

  const long = 'x'.repeat(1e6);
  const digits = '9'.repeat(1e6);
  test.each([
    ['a name', `{"${long}":1}`],
    ['a name twice', `{"${long}":1,"${long}":1}`],
    ['a dtype', entryOf(`"${long}"`)],
    ['a size', entryOf('"F32"', `[${digits}]`)],
    ['a size with many decimals', entryOf('"F32"', `[0.${digits}]`)],
    ['many sizes', entryOf('"F32"', `[${'1,'.repeat(1e5)}2]`)],
    ['many offsets', `{"a":{"dtype":"F32","shape":[1],"data_offsets":[${'1,'.repeat(1e5)}2]}}`],
    ['metadata', `{"__metadata__":"${long}"}`],
    ['a key of the metadata', `{"__metadata__":{"${long}":1}}`],
    ['a bare word', `{${long}`],
    ['a number out of range', `{"a":${digits}}`],
    ['control characters', `{"a":"${'\\u0001'.repeat(1e5)}"}`],
  ])('stay short for a long text as %s', (_, header) => {
    let message = '';
    try {
      openSafetensors(fileOf(header, four));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^openSafetensors/);
    expect(message.length).toBeLessThan(550);
    expect(message.match(/x{2,}|9{2,}/g)?.every((run) => run.length <= 100) ?? true).toBe(true);
  });
});

test.each([
  ['arrays', '['],
  ['objects', '{"a":'],
])('refuses a million nested %s without a stack overflow', (_, token) => {
  expect(() => openSafetensors(fileOf(`{"a":${token.repeat(1e6)}`))).toThrow(/nested values/);
});

test('the names __proto__ and constructor are names like any other', () => {
  const header = `{"__proto__":${entry},"constructor":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"__metadata__":{"__proto__":"b"}}`;
  const file = openSafetensors(fileOf(header, four));
  expect(Object.keys(file.tensors)).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(file.read())).toEqual(['__proto__', 'constructor']);
  expect(Object.entries(file.metadata)).toEqual([['__proto__', 'b']]);
  expect(Object.getPrototypeOf(file.metadata)).toBe(Object.prototype);
  expect('dtype' in {}).toBe(false);
});

test('refuses a file that claims a terabyte in milliseconds, before anything is allocated', () => {
  const header = '{"a":{"dtype":"F64","shape":[125000000000],"data_offsets":[0,1000000000000]}}';
  const start = performance.now();
  expect(() => openSafetensors(fileOf(header, four))).toThrow(/1000000000000 bytes of arrays, got 4/);
  expect(performance.now() - start).toBeLessThan(100);
});

test('reads a header of 100,000,000 bytes and refuses one byte more', () => {
  const header = new Uint8Array(100_000_001).fill(0x20);
  header.set([0x7b, 0x7d]);
  expect(openSafetensors(fileOf(header.subarray(1 - 1, 100_000_000))).tensors).toEqual({});
  expect(() => openSafetensors(fileOf(header))).toThrow(/at most 100000000 bytes, got 100000001/);
});

function entryOf(dtype: string, shape = '[4]'): string {
  return `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":[0,4]}}`;
}
