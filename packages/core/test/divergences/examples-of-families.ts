import * as tf from '@tensorflow/tfjs';
import * as d from '../../src/distributions/index.js';

/** One distribution of each family, with scalar events or vectors of two: the rows and columns of the table of pairs. */
export function examplesOfFamilies(): Readonly<Record<string, d.Distribution>> {
  const logits = tf.tensor1d([0.2, -0.3]);
  const bijector = d.bijectors.exp();
  const normal = new d.Normal({ loc: 0.1, scale: 1 });
  const diag = new d.MultivariateNormalDiag({ loc: tf.zeros([2]), scale: 1 });
  return {
    Normal: normal,
    Laplace: new d.Laplace({ loc: 0, scale: 1 }),
    Cauchy: new d.Cauchy({ loc: 0, scale: 1 }),
    StudentT: new d.StudentT({ df: 5, loc: 0, scale: 1 }),
    Logistic: new d.Logistic({ loc: 0, scale: 1 }),
    Gumbel: new d.Gumbel({ loc: 0, scale: 1 }),
    HalfNormal: new d.HalfNormal({ scale: 1 }),
    HalfCauchy: new d.HalfCauchy({ scale: 1 }),
    Exponential: new d.Exponential({ rate: 1 }),
    Gamma: new d.Gamma({ concentration: 2, rate: 1 }),
    Chi2: new d.Chi2({ df: 3 }),
    InverseGamma: new d.InverseGamma({ concentration: 3, scale: 1 }),
    LogNormal: new d.LogNormal({ loc: 0, scale: 1 }),
    Weibull: new d.Weibull({ scale: 1, concentration: 2 }),
    Pareto: new d.Pareto({ scale: tf.scalar(1), concentration: 3 }),
    Uniform: new d.Uniform({ low: tf.scalar(0.2), high: tf.scalar(0.7) }),
    Beta: new d.Beta({ concentration1: 2, concentration0: 3 }),
    Kumaraswamy: new d.Kumaraswamy({ concentration1: 2, concentration0: 3 }),
    ContinuousBernoulli: new d.ContinuousBernoulli({ logits: 1 }),
    RelaxedBernoulli: new d.RelaxedBernoulli({ temperature: 1, logits: 0 }),
    TruncatedNormal: new d.TruncatedNormal({ loc: 0, scale: 1, low: tf.scalar(0), high: tf.scalar(1) }),
    VonMises: new d.VonMises({ loc: 0, concentration: 1 }),
    Bernoulli: new d.Bernoulli({ logits: 0 }),
    Binomial: new d.Binomial({ totalCount: tf.scalar(3), logits: 0 }),
    Geometric: new d.Geometric({ logits: 0 }),
    Poisson: new d.Poisson({ rate: 2 }),
    NegativeBinomial: new d.NegativeBinomial({ totalCount: 2, logits: 0 }),
    Categorical: new d.Categorical({ logits }),
    DiscretizedLogistic: new d.DiscretizedLogistic({ loc: 3, scale: 1, levels: 8 }),
    'TransformedDistribution (exp of Normal)': new d.TransformedDistribution({ base: normal, bijector }),
    'Independent (of Normal)': new d.Independent(new d.Normal({ loc: tf.zeros([2]), scale: 1 }), 1),
    'Independent (of Laplace)': new d.Independent(new d.Laplace({ loc: tf.zeros([2]), scale: 1 }), 1),
    MultivariateNormalDiag: diag,
    MultivariateNormalTriL: new d.MultivariateNormalTriL({ loc: tf.zeros([2]), scaleTril: tf.eye(2) }),
    LowRankMultivariateNormal: new d.LowRankMultivariateNormal({
      loc: tf.zeros([2]),
      covarianceFactor: tf.ones([2, 1]),
      covarianceDiagonal: tf.ones([2]),
    }),
    Dirichlet: new d.Dirichlet({ concentration: tf.tensor1d([2, 3]) }),
    OneHotCategorical: new d.OneHotCategorical({ logits }),
    RelaxedOneHotCategorical: new d.RelaxedOneHotCategorical({ temperature: 1, logits }),
    Multinomial: new d.Multinomial({ totalCount: 3, logits }),
    Deterministic: new d.Deterministic({ loc: tf.zeros([2]), eventRank: 1 }),
    MixtureSameFamily: new d.MixtureSameFamily({
      mixing: new d.Categorical({ logits }),
      components: new d.Normal({ loc: tf.zeros([2]), scale: 1 }),
    }),
  };
}
