import { expect, it } from 'vitest';
import * as wasm from '../src/index.js';
import * as node from '../src/node/index.js';

// The public names. A change here is a change for users: it needs a changeset.
it('the tables of contents', () => {
  expect(Object.keys(wasm).sort()).toEqual(['Adam', 'Sgd', 'installTrainingKernels', 'startThreads']);
  expect(Object.keys(node)).toEqual(['sharedMemoryPaths']);
});
