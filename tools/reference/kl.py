"""KL divergences between univariate families, by quadrature (or summation) of scipy's densities: no closed form of ours or torch's.

Writes packages/core/test/fixtures/kl.json: [q, its parameters, p, its parameters, nats]. Run: python3 tools/reference/kl.py
"""
import json
import struct
import warnings
from pathlib import Path

import numpy as np
from scipy import stats as S

warnings.filterwarnings("ignore")


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def cb(logits):
    class D:
        def logpdf(self, x):
            norm = logits / 2 if abs(logits) < 1e-3 else np.log(np.expm1(logits) / logits)
            return np.where((x >= 0) & (x <= 1), logits * x - norm, -np.inf)

        def ppf(self, p):
            return np.log1p(p * np.expm1(logits)) / logits

        def support(self):
            return 0, 1
    return D()


expit = lambda l: 1 / (1 + np.exp(-l))
CONTINUOUS = {
    "Normal": (lambda loc, scale: S.norm(loc, scale), [dict(loc=0.3, scale=1.2), dict(loc=-1, scale=0.4)]),
    "Laplace": (lambda loc, scale: S.laplace(loc, scale), [dict(loc=0.5, scale=1.5), dict(loc=-0.2, scale=0.3)]),
    "Cauchy": (lambda loc, scale: S.cauchy(loc, scale), [dict(loc=0.5, scale=1.5), dict(loc=-0.2, scale=0.3)]),
    "Logistic": (lambda loc, scale: S.logistic(loc, scale), [dict(loc=0.1, scale=0.3), dict(loc=1, scale=1.2)]),
    "Gumbel": (lambda loc, scale: S.gumbel_r(loc, scale), [dict(loc=0.5, scale=1), dict(loc=-0.3, scale=0.7)]),
    "StudentT": (lambda df, loc, scale: S.t(df, loc, scale), [dict(df=12, loc=0.5, scale=1)]),
    "HalfNormal": (lambda scale: S.halfnorm(scale=scale), [dict(scale=0.7), dict(scale=2)]),
    "HalfCauchy": (lambda scale: S.halfcauchy(scale=scale), [dict(scale=0.7), dict(scale=2)]),
    "Exponential": (lambda rate: S.expon(scale=1 / rate), [dict(rate=0.8), dict(rate=3)]),
    "Gamma": (lambda concentration, rate: S.gamma(concentration, scale=1 / rate), [dict(concentration=2.5, rate=1.5), dict(concentration=0.8, rate=2)]),
    "Chi2": (lambda df: S.chi2(df), [dict(df=3), dict(df=5.5)]),
    "InverseGamma": (lambda concentration, scale: S.invgamma(concentration, scale=scale), [dict(concentration=9, scale=8), dict(concentration=12, scale=4)]),
    "LogNormal": (lambda loc, scale: S.lognorm(scale, scale=np.exp(loc)), [dict(loc=0.2, scale=0.5), dict(loc=-0.5, scale=0.3)]),
    "Weibull": (lambda scale, concentration: S.weibull_min(concentration, scale=scale), [dict(scale=1.3, concentration=2), dict(scale=0.7, concentration=1.5)]),
    "Pareto": (lambda scale, concentration: S.pareto(concentration, scale=scale), [dict(scale=1, concentration=9), dict(scale=0.5, concentration=7)]),
    "Beta": (lambda concentration1, concentration0: S.beta(concentration1, concentration0), [dict(concentration1=2, concentration0=3.5), dict(concentration1=4, concentration0=1.5)]),
    "Uniform": (lambda low, high: S.uniform(low, high - low), [dict(low=0, high=1), dict(low=0.25, high=0.75), dict(low=-2, high=3)]),
    "ContinuousBernoulli": (cb, [dict(logits=1.5), dict(logits=-0.4)]),
    "VonMises": (lambda loc, concentration: S.vonmises(concentration), [dict(loc=0, concentration=2), dict(loc=0, concentration=0.5)]),
}
NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)
HEAVY = {"Cauchy", "HalfCauchy"}
DISCRETE = {
    "Bernoulli": (lambda logits: S.bernoulli(expit(logits)), [dict(logits=0.7), dict(logits=-2)]),
    "Geometric": (lambda logits: S.geom(expit(logits), loc=-1), [dict(logits=0.5), dict(logits=-1)]),
    "Poisson": (lambda rate: S.poisson(rate), [dict(rate=2), dict(rate=5.5)]),
    "Binomial": (lambda totalCount, logits: S.binom(totalCount, expit(logits)), [dict(totalCount=6, logits=0.3), dict(totalCount=6, logits=-1), dict(totalCount=1, logits=1)]),
    "NegativeBinomial": (lambda totalCount, logits: S.nbinom(totalCount, expit(-logits)), [dict(totalCount=3, logits=-0.5), dict(totalCount=3, logits=0.4)]),
}


def kl_continuous(q, p, heavy):
    qlo, qhi = q.support()
    plo, phi = p.support()
    if qlo < plo or qhi > phi:
        return np.inf
    # Gauss-Legendre with 60 nodes on pieces between many quantiles of both, geometric towards the ends of unbounded or singular tails.
    us = np.concatenate([10.0 ** np.arange(-15, -1.5, 0.5), np.arange(0.05, 0.951, 0.05), 1 - 10.0 ** -np.arange(2, 15.1, 0.5)])
    grid = np.concatenate([q.ppf(us), [x for x in p.ppf(us[5:-5])]])
    if heavy:
        far = 10.0 ** np.arange(0, 14.1, 0.25)
        grid = np.concatenate([grid, far, -far if qlo < 0 else []])
    low = qlo if np.isfinite(qlo) else np.min(grid[np.isfinite(grid)])
    high = qhi if np.isfinite(qhi) else np.max(grid[np.isfinite(grid)])
    if np.isfinite(qlo):
        grid = np.concatenate([grid, qlo + 10.0 ** np.arange(-30, 0, 1)])
    if np.isfinite(qhi):
        grid = np.concatenate([grid, qhi - 10.0 ** np.arange(-15.0, 0, 1)])
    grid = np.unique(np.concatenate([grid[np.isfinite(grid) & (grid > low) & (grid < high)], [low, high]]))
    middle, half = (grid[1:] + grid[:-1]) / 2, (grid[1:] - grid[:-1]) / 2
    x = (middle[:, None] + half[:, None] * NODES).ravel()
    weights = (half[:, None] * WEIGHTS).ravel()
    a, b = q.logpdf(x), p.logpdf(x)
    some = np.isfinite(a) & np.isfinite(b)
    terms = np.where(some, weights * np.exp(a) * (a - b), 0)
    total = float(np.sum(terms))
    # A divergent integral gains as much from each further step into a tail: then it is infinite.
    within = lambda u: float(np.sum(terms[(x > q.ppf(u)) & (x < q.ppf(1 - u))]))
    first, second = abs(within(1e-9) - within(1e-5)), abs(within(1e-13) - within(1e-9))
    if not heavy and second > 0.5 * first and second > 1e-6 * abs(total):
        return np.inf
    return total


def kl_discrete(q, p):
    k = np.arange(0, q.ppf(1 - 1e-16) * 1.5 + 40)
    a, b = q.logpmf(k), p.logpmf(k)
    some = np.exp(a) > 0
    return float(np.sum(np.exp(a[some]) * (a[some] - b[some])))


rows = []
for table, kl in ((CONTINUOUS, None), (DISCRETE, kl_discrete)):
    for q, (build_q, params_q) in table.items():
        for p, (build_p, params_p) in table.items():
            if (q in HEAVY or "VonMises" in (q, p)) and p != q:
                continue
            for i, a in enumerate(params_q):
                for b in params_p:
                    a32 = {k: f32(v) for k, v in a.items()}
                    b32 = {k: f32(v) for k, v in b.items()}
                    nats = kl(build_q(**a32), build_p(**b32)) if kl else kl_continuous(build_q(**a32), build_p(**b32), q in HEAVY)
                    rows.append([q, a32, p, b32, nats if np.isfinite(nats) else "Infinity"])
path = Path(__file__).resolve().parents[2] / "packages/core/test/fixtures/kl.json"
path.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
print(len(rows))
