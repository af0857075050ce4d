export { fileHandler } from './file-handler.js';
export { fileStore } from './file-store.js';
