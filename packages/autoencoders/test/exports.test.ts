import * as autoencoders from '@latents/autoencoders';
import { expect, test } from 'vitest';

test('the public names: a change here is a change for users', () => {
  expect(Object.keys(autoencoders).sort()).toMatchSnapshot();
});
