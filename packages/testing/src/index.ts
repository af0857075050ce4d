export { type BoundCases, boundChecks } from './bound-checks.js';
export { conformanceChecks, type Describable, type DescribeOptions } from './conformance-checks.js';
export { describeDistribution } from './describe-distribution.js';
export { describeModel, type ModelCases } from './describe-model.js';
export { expectNoLeak } from './expect-no-leak.js';
export { sharedPath } from './shared.js';
export { meanAndStandardError } from './standard-error.js';
export { useBackend } from './use-backend.js';
export { collect, memoryStore } from './memory-store.js';
