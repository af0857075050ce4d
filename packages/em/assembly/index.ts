export { diagonalDistances, fullDistances } from './distances';
export { diagonalMoments, fullMoments } from './moments';
export { logistic } from './logistic';
export { respond } from './respond';
export { backward, forward } from './chain';
export { addOuter, matMul, matVec, matVecTransposed } from './products';
