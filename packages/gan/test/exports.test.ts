import * as gan from '@latents/gan';
import { expect, test } from 'vitest';

test('the public names: a change here is a change for users', () => {
  expect(Object.keys(gan).sort()).toMatchSnapshot();
});
