import * as bijectors from './bijectors/index.js';

// The base

// On the integers
export { Bernoulli, type BernoulliOptions } from './bernoulli.js';
// On an interval
export { Beta, type BetaOptions } from './beta.js';
export { Binomial, type BinomialOptions } from './binomial.js';
export { Categorical, type CategoricalOptions } from './categorical.js';
// On the real line
export { Cauchy, type CauchyOptions } from './cauchy.js';
// On a half-line
export { Chi2, type Chi2Options } from './chi2.js';
// For the folders built on this one
export { condition } from './condition.js';
export { ContinuousBernoulli, type ContinuousBernoulliOptions } from './continuous-bernoulli.js';
// On vectors, and made of others
export { Deterministic } from './deterministic.js';
export { Dirichlet, type DirichletOptions } from './dirichlet.js';
export { DiscretizedLogistic, type DiscretizedLogisticOptions } from './discretized-logistic.js';
export { Distribution, type Draw, type GaussianForm } from './distribution.js';
export { Exponential, type ExponentialOptions } from './exponential.js';
export { Gamma, type GammaOptions } from './gamma.js';
export { Geometric, type GeometricOptions } from './geometric.js';
export { Gumbel, type GumbelOptions } from './gumbel.js';
export { HalfCauchy, type HalfCauchyOptions } from './half-cauchy.js';
export { HalfNormal, type HalfNormalOptions } from './half-normal.js';
export { Independent } from './independent.js';
export { InverseGamma, type InverseGammaOptions } from './inverse-gamma.js';
export { Kumaraswamy, type KumaraswamyOptions } from './kumaraswamy.js';
export { Laplace, type LaplaceOptions } from './laplace.js';
export { LogNormal, type LogNormalOptions } from './log-normal.js';
export { Logistic, type LogisticOptions } from './logistic.js';
export {
  LowRankMultivariateNormal,
  type LowRankMultivariateNormalOptions,
} from './low-rank-multivariate-normal.js';
export { MixtureSameFamily, type MixtureSameFamilyOptions } from './mixture-same-family.js';
export { Multinomial, type MultinomialOptions } from './multinomial.js';
export { MultivariateNormalDiag } from './multivariate-normal-diag.js';
export { MultivariateNormalTriL, type MultivariateNormalTriLOptions } from './multivariate-normal-tril.js';
export { NegativeBinomial, type NegativeBinomialOptions } from './negative-binomial.js';
export { type LogVarianceOptions, Normal, type NormalOptions } from './normal.js';
export { OneHotCategorical } from './one-hot-categorical.js';
export type { Parameter } from './parameter.js';
export { Pareto, type ParetoOptions } from './pareto.js';
export { Poisson, type PoissonOptions } from './poisson.js';
export { RelaxedBernoulli, type RelaxedBernoulliOptions } from './relaxed-bernoulli.js';
export {
  RelaxedOneHotCategorical,
  type RelaxedOneHotCategoricalOptions,
} from './relaxed-one-hot-categorical.js';
export type { Statistic } from './statistic.js';
export { StudentT, type StudentTOptions } from './student-t.js';
export type { Support } from './support.js';
export { TransformedDistribution } from './transformed-distribution.js';
export { TruncatedNormal, type TruncatedNormalOptions } from './truncated-normal.js';
export { Uniform, type UniformOptions } from './uniform.js';
export type { Validation } from './univariate.js';
export { VonMises, type VonMisesOptions } from './von-mises.js';
export { Weibull, type WeibullOptions } from './weibull.js';
export { bijectors };
