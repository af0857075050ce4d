import * as math from '@latents/math';
import * as kernels from '@latents/math/kernels';
import * as special from '@latents/math/special';
import { expect, test } from 'vitest';

// The public names, in the order of the table of contents. A change here is a change for users: it needs a changeset.
test.each(Object.entries({ '.': math, './special': special, './kernels': kernels }))('%s', (_, entry) => {
  expect(Object.keys(entry)).toMatchSnapshot();
});
