import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonValue, parseStrictJson } from '../../src/files/strict-json.js';

/** The value as `JSON.parse` gives it. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null && 'literal' in value ? Number(value.literal) : value;
}

test('parses what JSON.stringify writes as JSON.parse does', () => {
  const values = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 });
  fc.assert(
    fc.property(values, fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(plain(parseStrictJson(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

test('refuses every text that JSON.parse refuses', () => {
  const token = fc.constantFrom(
    ...'{}[]:,"\\ \t0123456789-+.eEtruefalsn\u00a0\u0000u/'.split(''),
    '"a"',
    'null',
    'true',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      const text = tokens.join('');
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(() => parseStrictJson(text), text).toThrow(SyntaxError);
        return;
      }
      // What JSON.parse takes is taken too, but for the stricter rules below.
      try {
        expect(plain(parseStrictJson(text))).toEqual(expected);
      } catch (error) {
        expect((error as Error).message).toMatch(/different keys|lone surrogates|range of float64/);
      }
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ['a duplicate key', '{"a":1,"a":2}', 'different keys in one object, got "a" again at character 7'],
  ['a duplicate key written with an escape', '{"a":1,"\\u0061":2}', 'got "a" again'],
  ['a duplicate key in a nested object', '[{"b":{"a":1,"a":1}}]', 'got "a" again'],
  ['a lone surrogate', '"\\ud800"', 'lone surrogates'],
  ['a number out of range', '-1e400', 'a number in the range of float64'],
  ['128 nested arrays', '['.repeat(128) + ']'.repeat(128), 'at most 127 nested values'],
  ['a byte order mark', '\ufeff1', 'a JSON value'],
  ['nothing', '', 'a JSON value, got the end at character 0'],
])('refuses %s, which JSON.parse may take', (_, text, message) => {
  expect(() => parseStrictJson(text)).toThrow(message);
});

test.each(['"a\\"b"', '"\\\\"', '["\\\\\\"","\\u005c"]', '{"\\"":"\\/\\b\\f\\n\\r\\t"}'])(
  'reads the escapes of %s as JSON.parse does',
  (text) => {
    expect(plain(parseStrictJson(text))).toEqual(JSON.parse(text));
  },
);

test('takes 127 nested values, equal keys of different objects, and keeps the literals of numbers', () => {
  expect(parseStrictJson('['.repeat(127) + ']'.repeat(127))).toHaveLength(1);
  expect(plain(parseStrictJson('{"a":{"a":1},"b":{"a":2}}'))).toEqual({ a: { a: 1 }, b: { a: 2 } });
  expect(parseStrictJson('[1,1.0,1e0,-0]')).toEqual(['1', '1.0', '1e0', '-0'].map((literal) => ({ literal })));
});
