export { browserStore } from '../files/browser-store.js';
