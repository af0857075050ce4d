export { expectNoLeak } from './expect-no-leak.js';
export { sharedPath } from './shared.js';
export { meanAndStandardError } from './standard-error.js';
export { useBackend } from './use-backend.js';
