import { fixturesOf } from '@latents/testing/plain';

export const fixture = fixturesOf(import.meta.url);
