import { useBackend as use } from '@latents/testing';
import { beforeAll } from 'vitest';

/** Makes the tests of a suite run on a backend. */
export function useBackend(backend: string): void {
  beforeAll(() => use(backend as 'cpu' | 'wasm'));
}
