import { expect, test } from 'vitest';
import { information, inUnit, quantity } from '../../src/widgets/units.js';

test('a fair coin has log 2 nats, which is one bit', () => {
  expect(inUnit(Math.log(2), 'bits')).toBe(1);
  expect(inUnit(Math.log(2), 'nats')).toBe(Math.log(2));
});

test('information is labelled and shown in the chosen unit, any other quantity as it was measured', () => {
  const perDigit = information('digit');
  expect([perDigit.label('bits'), perDigit.value(Math.log(2), 'bits')]).toEqual(['bits per digit', 1]);
  const density = quantity('density');
  expect([density.label('bits'), density.value(0.25, 'bits')]).toEqual(['density', 0.25]);
});
