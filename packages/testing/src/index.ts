export { type Check, conformanceChecks } from './conformance/checks.js';
export type { Describable, DescribeOptions, Part } from './conformance/describable.js';
export { describeDistribution } from './conformance/describe-distribution.js';
export { describeModel, type ModelCases } from './describe-model.js';
export { expectNoLeak } from './expect-no-leak.js';
export { sharedPath } from './shared.js';
export { meanAndStandardError } from './standard-error.js';
export { useBackend } from './use-backend.js';
export { collect, memoryStore } from './memory-store.js';
