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
export { ContinuousBernoulli, type ContinuousBernoulliOptions } from './continuous-bernoulli.js';
// On vectors, and made of others
export { Deterministic } from './deterministic.js';
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
export { MultivariateNormalDiag } from './multivariate-normal-diag.js';
export { NegativeBinomial, type NegativeBinomialOptions } from './negative-binomial.js';
export { type LogVarianceOptions, Normal, type NormalOptions } from './normal.js';
export type { Parameter } from './parameter.js';
export { Pareto, type ParetoOptions } from './pareto.js';
export { Poisson, type PoissonOptions } from './poisson.js';
export type { Statistic } from './statistic.js';
export { StudentT, type StudentTOptions } from './student-t.js';
export { sumLast } from './sum-last.js';
export type { Support } from './support.js';
export { TruncatedNormal, type TruncatedNormalOptions } from './truncated-normal.js';
export { Uniform, type UniformOptions } from './uniform.js';
export type { Validation } from './univariate.js';
export { VonMises, type VonMisesOptions } from './von-mises.js';
export { Weibull, type WeibullOptions } from './weibull.js';
