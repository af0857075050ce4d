import * as infotheory from '@latents/infotheory';
import * as tables from '@latents/infotheory/tables';
import { expect, it } from 'vitest';

it('the names that the package gives', () => {
  expect({ '.': Object.keys(infotheory).sort(), './tables': Object.keys(tables).sort() }).toMatchSnapshot();
});
