import * as vrnn from '@latents/vrnn';
import * as midi from '@latents/vrnn/midi';
import { expect, it } from 'vitest';

it('the names that the package gives', () => {
  expect(Object.keys(vrnn)).toMatchSnapshot();
  expect(Object.keys(midi)).toMatchSnapshot();
});
