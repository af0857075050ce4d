import * as classifiers from '@latents/classifiers';
import { expect, it } from 'vitest';

it('exports these public names, in this order', () => {
  expect(Object.keys(classifiers)).toMatchSnapshot();
});
