import { expect, it } from 'vitest';
import { workerFile } from '../../src/threads/worker-source.js';

it('worker.js is the program of the workers: `npx vitest run packages/wasm/test/threads/worker-source -u` writes it', async () => {
  await expect(workerFile()).toMatchFileSnapshot('../../worker.js');
});
