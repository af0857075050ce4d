"""torch.distributions at the points of our fixtures, in float32: the worst relative error of log-probabilities and entropies.

The same numbers of latents come from worst-errors.mjs. Run: python3 bench/distributions/worst-errors.py
"""
import json
from pathlib import Path

import torch
import torch.distributions as D

rows = json.loads((Path(__file__).resolve().parents[2] / "packages/core/test/fixtures/distributions.json").read_text())
t = lambda v: torch.tensor(v, dtype=torch.float32)
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
for name, points in rows.items():
    if name not in MAKE:
        print(f"{name}\tnot in torch")
        continue
    worst = {}
    for row in points:
        d = MAKE[name]({k: t(v) for k, v in row["params"].items()})
        for method, call in (("logProb", lambda: d.log_prob(t(row["x"]))), ("entropy", lambda: d.entropy())):
            try:
                got = float(call())
            except (NotImplementedError, ValueError, AttributeError):
                worst[method] = float("nan")
                continue
            right = float(row[method])
            if abs(right) < 1e-3 or right != right or abs(right) == float("inf"):
                continue
            worst[method] = max(worst.get(method, 0.0), abs(got - right) / abs(right))
    print(name, *(f"{m} {worst.get(m, float('nan')):.1e}" for m in ("logProb", "entropy")), sep="\t")
