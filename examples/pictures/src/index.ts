export { type ImageGridOptions, imageGrid } from './image-grid.js';
export { plotPng } from './plot-png.js';
