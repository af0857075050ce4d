export { diagonalDensities, fullDensities } from './densities';
export { diagonalMoments, fullMoments } from './moments';
export { logistic } from './logistic';
export { respond } from './respond';
export { backward, forward } from './chain';
export { expSums } from './rows';
export { addOuter, matMul, matVec, matVecTransposed } from './products';
