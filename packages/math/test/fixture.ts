// By its file: testing depends on math, and packages depend on each other one way.
import { fixturesOf } from '../../testing/src/plain.js';

export const fixture = fixturesOf(import.meta.url);
