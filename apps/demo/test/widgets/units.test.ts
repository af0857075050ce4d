import { expect, test } from 'vitest';
import { inUnit } from '../../src/widgets/units.js';

test('a fair coin has log 2 nats, which is one bit', () => {
  expect(inUnit(Math.log(2), 'bits')).toBe(1);
  expect(inUnit(Math.log(2), 'nats')).toBe(Math.log(2));
});
