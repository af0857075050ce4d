import { expect, test } from 'vitest';
import { NUMBER_RULES, type NumberSetting } from '../../src/panels/vae/settings.js';
import { parseNumber } from '../../src/widgets/number-field.js';

const rule = { label: 'Size', initial: 2, min: 1, max: 64, integer: true, step: 1, hint: '' };

test.each(['1', '64', ' 7 ', '1e1'])('takes %o', (text) => {
  expect(parseNumber(text, rule)).toEqual({ value: Number(text) });
});

test.each([
  ['zero', '0', 'got 0.'],
  ['too large', '65', 'got 65.'],
  ['a fraction', '2.5', 'got 2.5.'],
  ['nothing', '  ', 'got nothing.'],
  ['a word', 'two', 'got two.'],
  ['infinity', 'Infinity', 'got Infinity.'],
  ['NaN', 'NaN', 'got NaN.'],
])('refuses %s', (_, text, got) => {
  expect(parseNumber(text, rule)).toEqual({ error: `Size: expected a whole number from 1 to 64, ${got}` });
});

test('an open lower end: the end itself is refused, and the message says above', () => {
  const open = { label: 'Rate', initial: 1, min: 0, max: 10, above: true, step: 1, hint: '' };
  expect(parseNumber('0', open)).toEqual({ error: 'Rate: expected a number above 0 and at most 10, got 0.' });
  expect(parseNumber('1e-9', open)).toEqual({ value: 1e-9 });
});

test.each(Object.keys(NUMBER_RULES) as NumberSetting[])('the initial value of %s is one that is allowed', (name) => {
  const { initial } = NUMBER_RULES[name];
  expect(parseNumber(String(initial), NUMBER_RULES[name])).toEqual({ value: initial });
});
