import * as training from '@latents/training';
import * as node from '@latents/training/node';
import { expect, test } from 'vitest';

// The public names, in the order of the table of contents. A change here is a change for users: it needs a changeset.
test.each(Object.entries({ '.': training, './node': node }))('%s', (_, entry) => {
  expect(Object.keys(entry)).toMatchSnapshot();
});
