import { expect, test } from 'vitest';
import { interleaveRows } from '../../src/widgets/image-grid.js';

const images = (...values: number[]): Float32Array =>
  Float32Array.from({ length: values.length * 784 }, (_, i) => values[Math.floor(i / 784)]!);

test('rows of the first and of the second in turn', () => {
  const both = interleaveRows(images(1, 2, 3, 4), images(5, 6, 7, 8), 2);
  expect(Array.from({ length: 8 }, (_, i) => both[784 * i])).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
});
