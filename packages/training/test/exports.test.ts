import * as training from '@latents/training';
import * as essentials from '@latents/training/essentials';
import { expect, test } from 'vitest';

// The public names, in the order of the table of contents. A change here is a change for users: it needs a changeset.
test.each(Object.entries({ '.': training, './essentials': essentials }))('%s', (_, entry) => {
  expect(Object.keys(entry)).toMatchSnapshot();
});
