export { readIdx } from './read-idx.js';
