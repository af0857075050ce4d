export { columnMeans, columnStandardDeviations } from './moments.js';
export { type Normalization, normalizeColumns, standardize, toUnitRange } from './normalization.js';
