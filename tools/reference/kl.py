"""KL divergences between univariate families, by quadrature or summation of scipy's densities: no closed form of ours or torch's.

One fixture per family q holds rows of its parameters, a family p, its parameters, and nats.
"""
import warnings
from dataclasses import dataclass
from functools import partial

from families import UNIVARIATE
from fixtures import Program, f32, oracle

np = oracle("numpy")
warnings.filterwarnings("ignore")


class ContinuousBernoulli:
    """The part of scipy's interface that is used here; scipy has no such family."""

    def __init__(self, logits):
        self.logits = logits

    def logpdf(self, x):
        l = self.logits
        norm = l / 2 if abs(l) < 1e-3 else np.log(np.expm1(l) / l)
        return np.where((x >= 0) & (x <= 1), l * x - norm, -np.inf)

    def ppf(self, p):
        return np.log1p(p * np.expm1(self.logits)) / self.logits

    def support(self):
        return 0, 1


@dataclass(frozen=True)
class Side:
    """A family with some of its parameters."""

    params: tuple
    # Tails so heavy that the quadrature reaches out to 1e14.
    heavy: bool = False
    # Only pairs of the family with itself.
    alone: bool = False
    # The family in scipy's interface, if not that of families.py.
    scipy: object = None


SIDES = {
    "Normal": Side((dict(loc=0.3, scale=1.2), dict(loc=-1, scale=0.4))),
    "Laplace": Side((dict(loc=0.5, scale=1.5), dict(loc=-0.2, scale=0.3))),
    "Cauchy": Side((dict(loc=0.5, scale=1.5), dict(loc=-0.2, scale=0.3)), heavy=True),
    "Logistic": Side((dict(loc=0.1, scale=0.3), dict(loc=1, scale=1.2))),
    "Gumbel": Side((dict(loc=0.5, scale=1), dict(loc=-0.3, scale=0.7))),
    "StudentT": Side((dict(df=12, loc=0.5, scale=1),)),
    "HalfNormal": Side((dict(scale=0.7), dict(scale=2))),
    "HalfCauchy": Side((dict(scale=0.7), dict(scale=2)), heavy=True),
    "Exponential": Side((dict(rate=0.8), dict(rate=3))),
    "Gamma": Side((dict(concentration=2.5, rate=1.5), dict(concentration=0.8, rate=2))),
    "Chi2": Side((dict(df=3), dict(df=5.5))),
    "InverseGamma": Side((dict(concentration=9, scale=8), dict(concentration=12, scale=4))),
    "LogNormal": Side((dict(loc=0.2, scale=0.5), dict(loc=-0.5, scale=0.3))),
    "Weibull": Side((dict(scale=1.3, concentration=2), dict(scale=0.7, concentration=1.5))),
    "Pareto": Side((dict(scale=1, concentration=9), dict(scale=0.5, concentration=7))),
    "Beta": Side((dict(concentration1=2, concentration0=3.5), dict(concentration1=4, concentration0=1.5))),
    "Uniform": Side((dict(low=0, high=1), dict(low=0.25, high=0.75), dict(low=-2, high=3))),
    "ContinuousBernoulli": Side((dict(logits=1.5), dict(logits=-0.4)), scipy=ContinuousBernoulli),
    # On the circle, where rows of this table would mean two things.
    "VonMises": Side((dict(loc=0, concentration=2), dict(loc=0, concentration=0.5)), alone=True),
    "Bernoulli": Side((dict(logits=0.7), dict(logits=-2))),
    "Geometric": Side((dict(logits=0.5), dict(logits=-1))),
    "Poisson": Side((dict(rate=2), dict(rate=5.5))),
    "Binomial": Side((dict(totalCount=6, logits=0.3), dict(totalCount=6, logits=-1), dict(totalCount=1, logits=1))),
    "NegativeBinomial": Side((dict(totalCount=3, logits=-0.5), dict(totalCount=3, logits=0.4))),
}
NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)


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


def build(name, params):
    return (SIDES[name].scipy or UNIVARIATE[name].scipy)(**params)


def row(q, a, p, b):
    a, b = ({k: f32(v) for k, v in side.items()} for side in (a, b))
    if UNIVARIATE[q].discrete:
        nats = kl_discrete(build(q, a), build(p, b))
    else:
        nats = kl_continuous(build(q, a), build(p, b), SIDES[q].heavy)
    return [a, p, b, nats if np.isfinite(nats) else "Infinity"]


def rows(q):
    """A function per pair. Heavy tails are paired with their own kind, as the quadrature of other pairs is not exact enough."""
    others = [p for p in SIDES if UNIVARIATE[p].discrete == UNIVARIATE[q].discrete and (p == q or not (SIDES[q].heavy or SIDES[q].alone or SIDES[p].alone))]
    return {"rows": [partial(row, q, a, p, b) for p in others for a in SIDES[q].params for b in SIDES[p].params]}


# Quadratures: where the exact value is 0, their error is absolute.
program = Program(__file__, oracles=("numpy", "scipy"), relative=1e-7, floor=1e-3)
for name in SIDES:
    program.add(f"packages/core/test/fixtures/kl/{name}.json", partial(rows, name))


if __name__ == "__main__":
    program.main()
