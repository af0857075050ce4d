import * as vrnn from '@latents/vrnn';
import { expect, it } from 'vitest';

it('the names that the package gives', () => {
  expect(Object.keys(vrnn)).toMatchSnapshot();
});
