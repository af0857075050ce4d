// The base class and its words
export type { DrawCoordinates } from './base/coordinates.js';
export { Distribution, type Draw, type GaussianForm } from './base/distribution.js';
export type { ClassLogitsOrProbs, LogitsOrProbs } from './base/logits.js';
export type { Parameter } from './base/parameter.js';
export type { Statistic } from './base/statistic.js';
export type { Support } from './base/support.js';
export type { Validation } from './base/univariate.js';
// Families on the real line
export { Cauchy, type CauchyOptions } from './real-line/cauchy.js';
export { Gumbel, type GumbelOptions } from './real-line/gumbel.js';
export { Laplace, type LaplaceOptions } from './real-line/laplace.js';
export { Logistic, type LogisticOptions } from './real-line/logistic.js';
export { type LogVarianceOptions, Normal, type NormalOptions } from './real-line/normal.js';
export { StudentT, type StudentTOptions } from './real-line/student-t.js';
// Families on a half-line
export { Chi2, type Chi2Options } from './positive/chi2.js';
export { Exponential, type ExponentialOptions } from './positive/exponential.js';
export { FisherSnedecor, type FisherSnedecorOptions } from './positive/fisher-snedecor.js';
export { Gamma, type GammaOptions } from './positive/gamma.js';
export { HalfCauchy, type HalfCauchyOptions } from './positive/half-cauchy.js';
export { HalfNormal, type HalfNormalOptions } from './positive/half-normal.js';
export { InverseGamma, type InverseGammaOptions } from './positive/inverse-gamma.js';
export { LogNormal, type LogNormalOptions } from './positive/log-normal.js';
export { Pareto, type ParetoOptions } from './positive/pareto.js';
export { Weibull, type WeibullOptions } from './positive/weibull.js';
// Families on a bounded interval
export { Beta, type BetaOptions } from './interval/beta.js';
export { ContinuousBernoulli, type ContinuousBernoulliOptions } from './interval/continuous-bernoulli.js';
export { Kumaraswamy, type KumaraswamyOptions } from './interval/kumaraswamy.js';
export { RelaxedBernoulli, type RelaxedBernoulliOptions } from './interval/relaxed-bernoulli.js';
export { TruncatedNormal, type TruncatedNormalOptions } from './interval/truncated-normal.js';
export { Uniform, type UniformOptions } from './interval/uniform.js';
export { VonMises, type VonMisesOptions } from './interval/von-mises.js';
// Families on the integers
export { Bernoulli, type BernoulliOptions } from './integers/bernoulli.js';
export { Binomial, type BinomialOptions } from './integers/binomial.js';
export { Categorical, type CategoricalOptions } from './integers/categorical.js';
export { DiscretizedLogistic, type DiscretizedLogisticOptions } from './integers/discretized-logistic.js';
export { Geometric, type GeometricOptions } from './integers/geometric.js';
export { NegativeBinomial, type NegativeBinomialOptions } from './integers/negative-binomial.js';
export { Poisson, type PoissonOptions } from './integers/poisson.js';
export { Skellam, type SkellamOptions } from './integers/skellam.js';
// Families on real vectors
export {
  LowRankMultivariateNormal,
  type LowRankMultivariateNormalOptions,
} from './vectors/low-rank-multivariate-normal.js';
export { MultivariateNormalDiag } from './vectors/multivariate-normal-diag.js';
export { MultivariateNormalTriL, type MultivariateNormalTriLOptions } from './vectors/multivariate-normal-tril.js';
// Families on the simplex: its inside, its corners, and counts with a fixed sum
export { Dirichlet, type DirichletOptions } from './simplex/dirichlet.js';
export { Multinomial, type MultinomialOptions } from './simplex/multinomial.js';
export { OneHotCategorical } from './simplex/one-hot-categorical.js';
export {
  RelaxedOneHotCategorical,
  type RelaxedOneHotCategoricalOptions,
} from './simplex/relaxed-one-hot-categorical.js';
// Distributions made of other distributions, or of a point
export { Deterministic } from './combinators/deterministic.js';
export { Independent } from './combinators/independent.js';
export { MixtureSameFamily, type MixtureSameFamilyOptions } from './combinators/mixture-same-family.js';
export { TransformedDistribution } from './combinators/transformed-distribution.js';
// Bijectors, for transformed distributions
export * as bijectors from './bijectors/index.js';
