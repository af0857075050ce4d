export { sharedMemoryPaths } from './shared-memory-paths.js';
