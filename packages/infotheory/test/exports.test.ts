import * as infotheory from '@latents/infotheory';
import * as samples from '@latents/infotheory/samples';
import * as tables from '@latents/infotheory/tables';
import { expect, it } from 'vitest';

it('the names that the package gives', () => {
  expect({
    '.': Object.keys(infotheory).sort(),
    './samples': Object.keys(samples).sort(),
    './tables': Object.keys(tables).sort(),
  }).toMatchSnapshot();
});
