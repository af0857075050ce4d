import * as em from '@latents/em';
import { expect, it } from 'vitest';

it('the names that the package gives', () => {
  expect(Object.keys(em)).toMatchSnapshot();
});
