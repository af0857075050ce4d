"""Values of the univariate families, by mpmath at 30 digits; scipy agrees with each of them.

One fixture per family holds points with parameters (float32 values, so that a tensor holds them exactly), x, p, the values there,
and the derivatives of the log-probability. To add a family, write it in families_*.py and give it points here.
"""
import itertools
from dataclasses import dataclass
from functools import partial

from families import UNIVARIATE
from fixtures import Program, f32, number, oracle
from functions import normal_quantile

mp = oracle("mpmath")
DIGITS = 30
VALUES = ("entropy", "mean", "variance")
PS = (1e-6, 0.003, 0.1, 0.5, 0.8, 0.9999)
LOCS = (0, -3.5, 1e3, 0.01)
SCALES = (1, 1e-3, 0.3, 40)
WIDE = (1e-4, 1e-3, 0.3, 1, 2, 40, 1e4, 1e6)
SHAPES = (0.05, 0.4, 1, 1.7, 6, 50, 2000)
LOGITS = (-8, -2, -0.3, 0, 0.3, 2, 8)


@dataclass(frozen=True)
class Points:
    """Parameters, of which every combination is taken with some of the probabilities `ps`."""

    grid: dict
    ps: tuple = PS
    # x at a probability, where the family has no quantile.
    x: object = None
    # Values for which scipy is no authority, with the reason.
    unlike_scipy: dict = None


def wrapped(p, loc, concentration):
    """A point of the normal distribution of the same width, moved into [-pi, pi)."""
    x = loc + normal_quantile(mp.mpf(p)) * min(0.6, 1 / mp.sqrt(concentration))
    return (x + mp.pi) % (2 * mp.pi) - mp.pi


located = dict(loc=LOCS, scale=SCALES)
SUMS = {"entropy": "scipy adds the masses within a tolerance"}
POINTS = {
    "Normal": Points(located),
    "LogNormal": Points(dict(loc=(0, -3.5, 4, 0.01), scale=(1, 0.01, 0.3, 2.5))),
    "HalfNormal": Points(dict(scale=WIDE)),
    "Laplace": Points(located),
    "Cauchy": Points(located),
    "HalfCauchy": Points(dict(scale=WIDE)),
    "Logistic": Points(located),
    "Gumbel": Points(located),
    "Exponential": Points(dict(rate=WIDE)),
    "Gamma": Points(dict(concentration=SHAPES, rate=(0.01, 1, 30))),
    "InverseGamma": Points(dict(concentration=SHAPES[1:], scale=(0.01, 1, 30))),
    "Chi2": Points(dict(df=(0.1, 0.5, 1, 2, 3, 10, 100, 3000)), unlike_scipy={"entropy": "scipy 1.10 says 0 at 3,000"}),
    "FisherSnedecor": Points(dict(df1=(0.5, 1, 2, 5, 40, 1000), df2=(0.7, 3, 5, 12, 500)), unlike_scipy={"variance": "scipy calls an undefined variance infinite"}),
    "Beta": Points(dict(concentration1=SHAPES[1:], concentration0=SHAPES[1:])),
    "Uniform": Points(dict(low=(0, -3, 1, 0.5), high=(1.5, 2, 100, 1e4))),
    "Weibull": Points(dict(scale=(0.01, 1, 30), concentration=(0.3, 0.9, 1, 2, 5, 60))),
    "Pareto": Points(dict(scale=(0.01, 1, 30), concentration=(0.3, 1, 1.5, 2.5, 8, 60))),
    "StudentT": Points(dict(df=(0.3, 1.5, 2.5, 10, 1e4), loc=(0, -3.5, 50), scale=(0.01, 1, 30)), unlike_scipy={"mean": "scipy calls an undefined mean infinite"}),
    "TruncatedNormal": Points(dict(loc=(0, 1.5, -8), scale=(0.5, 1, 20), low=(-1, 0.5), high=(0.75, 3)),
                              unlike_scipy={"entropy": "scipy loses digits far from loc"}),
    "VonMises": Points(dict(loc=(0, 0.5, -1), concentration=(0.01, 0.5, 2, 30, 1000)), x=wrapped, unlike_scipy={
        "cdf": "it begins at loc - pi", "mean": "scipy's is not circular", "variance": "scipy's is not circular"}),
    "Bernoulli": Points(dict(logits=LOGITS + (-20, 15, 0.01)), x=lambda p, logits: UNIVARIATE["Bernoulli"].scipy(logits).ppf(p)),
    "Geometric": Points(dict(logits=(-5, -2, -1, -0.3, 0, 0.3, 1, 2, 4)), unlike_scipy=SUMS),
    "Poisson": Points(dict(rate=(0.01, 0.3, 1, 3.5, 10, 80, 500, 3000)), unlike_scipy=SUMS),
    "Binomial": Points(dict(totalCount=(1, 4, 30, 700), logits=(-4, -0.7, 0, 0.3, 2, 5)), unlike_scipy=SUMS),
    "NegativeBinomial": Points(dict(totalCount=(0.3, 1, 4.5, 30), logits=(-4, -0.7, 0, 0.3, 2)), unlike_scipy=SUMS),
    "Skellam": Points(dict(rate1=(0.3, 1, 10, 200), rate2=(0.5, 3, 40)), unlike_scipy={**SUMS, "icdf": "the search of scipy does not end"}),
    "ContinuousBernoulli": Points(dict(logits=(-40, -5, -1, -0.021, -0.001, 0, 0.019, 0.06, 2, 30)), PS[1:]),
    "Kumaraswamy": Points(dict(concentration1=(0.7, 1, 2.5, 20), concentration0=(0.8, 1, 3, 30)), PS[1:]),
}


def gradients(family, params, x):
    """Derivatives of the log-probability, by x (unless it is a count) and by the parameters that are no counts."""
    out = {}
    for key in ([] if family.discrete else ["x"]) + [k for k in params if k not in family.counts]:
        at = {**params, "x": x}
        out[key] = number(mp.diff(lambda t: family.log_prob(**{**at, key: t}), mp.mpf(at[key])))
    return out


def agree(name, row, unlike_scipy):
    """Stops where scipy says something else."""
    family, params = UNIVARIATE[name], row["params"]
    if family.scipy is None:
        return
    d = family.scipy(**params)
    theirs = dict(logProb=lambda: (d.logpmf if family.discrete else d.logpdf)(row["x"]), cdf=lambda: d.cdf(row["x"]), icdf=lambda: d.ppf(row["p"]),
                  entropy=d.entropy, mean=d.mean, variance=d.var)
    for key in row.keys() & theirs.keys() - unlike_scipy.keys():
        ours, value = float(row[key]), float(theirs[key]())
        if row[key] == number(value):
            continue
        assert abs(ours - value) <= 1e-5 * abs(ours) + 1e-12, f"{name} {params}: {key} is {ours} by mpmath, {value} by scipy"


def point(name, params, x, p, unlike_scipy):
    family = UNIVARIATE[name]
    with mp.workdps(DIGITS):
        exact = mp.mpf(x)
        row = dict(params=params, x=x, p=p, logProb=number(family.log_prob(exact, **params)))
        if family.cdf:
            row["cdf"] = number(family.cdf(exact, **params))
        if family.icdf:
            row["icdf"] = number(family.icdf(p, **params))
        row.update({key: number(getattr(family, key)(**params)) for key in VALUES if getattr(family, key)})
        if exact not in family.kinks(**params):
            row["gradients"] = gradients(family, params, exact)
    agree(name, row, unlike_scipy)
    return row


def rows(name, points):
    """A function per row. The points themselves are cheap."""
    family, out = UNIVARIATE[name], []
    combinations = list(itertools.product(*points.grid.values()))
    each = max(1, -(-44 // len(combinations)))
    if len(points.ps) < len(PS):
        each = len(points.ps)
    for index, combination in enumerate(combinations):
        params = {k: f32(v) for k, v in zip(points.grid, combination)}
        low, high = family.support(**params)
        for r in range(each):
            p = f32(points.ps[(index + r) % len(points.ps)])
            with mp.workdps(DIGITS):
                x = f32((points.x or family.icdf)(p, **params))
            # Subnormal numbers and those that round to an end of the support are for tests of edges.
            if not family.discrete and (not low < x < high or 0 < abs(x) < 1e-36):
                continue
            out.append(partial(point, name, params, x, p, points.unlike_scipy or {}))
    assert len(out) >= 40, (name, len(out))
    return {"rows": out}


program = Program(__file__, oracles=("mpmath", "scipy"), relative=1e-11, floor=1e-12)
assert POINTS.keys() == UNIVARIATE.keys(), POINTS.keys() ^ UNIVARIATE.keys()
for family_name, family_points in POINTS.items():
    program.add(f"packages/core/test/fixtures/distributions/{family_name}.json", partial(rows, family_name, family_points))


if __name__ == "__main__":
    program.main()
