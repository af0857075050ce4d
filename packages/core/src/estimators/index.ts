export { discreteEntropy, type EntropyEstimator } from './discrete-entropy.js';
export { KdTree, type Norm } from './kd-tree.js';
export {
  ksgMutualInformation,
  type NeighbourOptions,
  nearestNeighbourEntropy,
  nearestNeighbourKl,
} from './nearest-neighbours.js';
