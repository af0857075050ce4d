export { type BackendTrial, type BestBackend, type BestBackendOptions, bestBackend } from './best-backend.js';
export type { TrialSizes } from './trial-step.js';
