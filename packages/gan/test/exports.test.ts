import { contentsOfPackage } from '@latents/testing/plain';
import { expect, test } from 'vitest';

// A change here is a change for users: it needs a changeset.
test('public names under their headings, in order', () => {
  expect(contentsOfPackage(new URL('../package.json', import.meta.url))).toMatchSnapshot();
});
