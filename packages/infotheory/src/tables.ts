// Measures of tables of probabilities
export { jensenShannonDivergence, relativeEntropy } from './measures/divergence.js';
export { conditionalEntropy, entropy } from './measures/entropy.js';
export { interactionInformation, totalCorrelation } from './measures/multivariate.js';
export { conditionalMutualInformation, mutualInformation } from './measures/mutual-information.js';
export { jointOf, marginal } from './measures/table.js';
export { toBits } from './measures/units.js';
export { type SoftEntropy, softEntropy } from './cotrain/soft-entropy.js';
// Information bottlenecks
export { type Bottleneck, type BottleneckOptions, informationBottleneck } from './bottleneck/information-bottleneck.js';
export {
  type BottleneckCurve,
  bottleneckCurve,
  type CurveOptions,
  type PhaseTransition,
} from './bottleneck/bottleneck-curve.js';
export { type CriticalBeta, criticalBeta } from './bottleneck/critical-beta.js';
export { type GaussianBottleneck, type GaussianPair, gaussianBottleneck } from './bottleneck/gaussian-bottleneck.js';
export {
  type AgglomerativeBottleneck,
  agglomerativeBottleneck,
  type Merge,
} from './bottleneck/agglomerative-bottleneck.js';
export type { Stopping, TradeOff } from './bottleneck/iterate.js';
export { BottleneckMonotonicityError } from './bottleneck/monotonicity-error.js';
// Agreement of clusterings
export { type ClusterAgreement, clusterAgreement } from './assignments/cluster-agreement.js';
