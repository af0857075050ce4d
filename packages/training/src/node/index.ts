export { fileStore, writeWhole } from './file-store.js';
