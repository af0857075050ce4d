"""The families of torch.distributions by our names, made in float32 from the parameters of our fixtures."""
import torch
import torch.distributions as D

MAKE = {
    "Normal": lambda q: D.Normal(q["loc"], q["scale"]), "LogNormal": lambda q: D.LogNormal(q["loc"], q["scale"]),
    "HalfNormal": lambda q: D.HalfNormal(q["scale"]), "Laplace": lambda q: D.Laplace(q["loc"], q["scale"]),
    "Cauchy": lambda q: D.Cauchy(q["loc"], q["scale"]), "HalfCauchy": lambda q: D.HalfCauchy(q["scale"]),
    "Gumbel": lambda q: D.Gumbel(q["loc"], q["scale"]), "Exponential": lambda q: D.Exponential(q["rate"]),
    "Gamma": lambda q: D.Gamma(q["concentration"], q["rate"]), "Chi2": lambda q: D.Chi2(q["df"]),
    "Beta": lambda q: D.Beta(q["concentration1"], q["concentration0"]), "Uniform": lambda q: D.Uniform(q["low"], q["high"]),
    "Weibull": lambda q: D.Weibull(q["scale"], q["concentration"]), "Pareto": lambda q: D.Pareto(q["scale"], q["concentration"]),
    "StudentT": lambda q: D.StudentT(q["df"], q["loc"], q["scale"]), "VonMises": lambda q: D.VonMises(q["loc"], q["concentration"]),
    "Bernoulli": lambda q: D.Bernoulli(logits=q["logits"]), "Geometric": lambda q: D.Geometric(logits=q["logits"]),
    "Poisson": lambda q: D.Poisson(q["rate"]), "Binomial": lambda q: D.Binomial(q["totalCount"], logits=q["logits"]),
    "NegativeBinomial": lambda q: D.NegativeBinomial(q["totalCount"], logits=q["logits"]),
    "ContinuousBernoulli": lambda q: D.ContinuousBernoulli(logits=q["logits"]),
    "Kumaraswamy": lambda q: D.Kumaraswamy(q["concentration1"], q["concentration0"]),
}


def build(name, parameters):
    return MAKE[name]({k: torch.tensor(v, dtype=torch.float32) for k, v in parameters.items()})
