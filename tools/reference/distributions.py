"""Reference values of the univariate families, from scipy (and quadrature in mpmath where scipy has no such family).

Writes packages/core/test/fixtures/distributions/*.json: for each family a list of points with parameters (float32 values, so that
a tensor holds them exactly), x, p and the values there. Run: python3 tools/reference/distributions.py
"""
import itertools
import json
import struct
import warnings
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import stats

warnings.filterwarnings("ignore")
ROOT = Path(__file__).resolve().parents[2]


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def number(x):
    x = float(x)
    return x if np.isfinite(x) else "NaN" if np.isnan(x) else "Infinity" if x > 0 else "-Infinity"


LOCS = (0, -3.5, 1e3, 0.01)
SCALES = (1, 1e-3, 0.3, 40)
SHAPES = (0.05, 0.4, 1, 1.7, 6, 50, 2000)
PS = (1e-6, 0.003, 0.1, 0.5, 0.8, 0.9999)


def points(family, build, grids, extra=lambda *a: {}, discrete=False, skip=()):
    out = []
    combos = list(itertools.product(*grids.values()))
    ps = PS
    reps = max(1, -(-44 // len(combos)))
    n = 0
    for index, combo in enumerate(combos):
        params = {k: f32(v) for k, v in zip(grids, combo)}
        d = build(**params)
        for r in range(reps):
            p = f32(ps[(index + r) % len(ps)])
            x = f32(d.ppf(p)) if not discrete else float(d.ppf(p))
            if not np.isfinite(x) or abs(x) < 1e-36 and not discrete:
                continue
            log = d.logpmf(x) if discrete else d.logpdf(x)
            row = dict(params=params, x=x, p=p, logProb=number(log), cdf=number(d.cdf(x)), icdf=number(d.ppf(p)),
                       entropy=number(d.entropy()), mean=number(d.mean()), variance=number(d.var()))
            grads = {}
            log_at = lambda x, **q: (build(**q).logpmf if discrete else build(**q).logpdf)(x)
            for key in ([] if discrete else ["x"]) + [k for k in params if k != "totalCount" or family == "NegativeBinomial"]:
                at = {**params, "x": x}
                h = 1e-3 * min(abs(at[key]) or 1, params.get("scale", 1e9) if key in ("x", "loc") else 1e9)
                if key in ("x", "low", "high") and "low" in params:
                    h = 1e-3 * min(x - params["low"], params["high"] - x) if key == "x" else h * 0.1
                if key == "x" and family in ("Pareto",):
                    h = min(h, (x - params["scale"]) / 3)
                if key == "scale" and family == "Pareto":
                    h = min(h, (x - params["scale"]) / 3)
                if key == "x" and family == "Beta":
                    h = min(h, (1 - x) / 100)
                f = lambda t: float(log_at(**{**at, key: at[key] + t * h}))
                grads[key] = number((8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h)) if h else "NaN"
            row["gradients"] = grads
            for name in skip:
                del row[name]
            row.update(extra(params, row))
            out.append(row)
            n += 1
    assert n >= 40, (family, n)
    return out


S = stats
out = {}
ls = dict(loc=LOCS, scale=SCALES)
out["Normal"] = points("Normal", lambda loc, scale: S.norm(loc, scale), ls)
out["LogNormal"] = points("LogNormal", lambda loc, scale: S.lognorm(scale, scale=np.exp(loc)), dict(loc=(0, -3.5, 4, 0.01), scale=(1, 0.01, 0.3, 2.5)))
out["HalfNormal"] = points("HalfNormal", lambda scale: S.halfnorm(scale=scale), dict(scale=(1e-4, 1e-3, 0.3, 1, 2, 40, 1e4, 1e6)))
out["Laplace"] = points("Laplace", lambda loc, scale: S.laplace(loc, scale), ls)
out["Cauchy"] = points("Cauchy", lambda loc, scale: S.cauchy(loc, scale), ls, skip=("mean", "variance"))
out["HalfCauchy"] = points("HalfCauchy", lambda scale: S.halfcauchy(scale=scale), dict(scale=(1e-4, 1e-3, 0.3, 1, 2, 40, 1e4, 1e6)), skip=("mean", "variance"))
out["Logistic"] = points("Logistic", lambda loc, scale: S.logistic(loc, scale), ls)
out["Gumbel"] = points("Gumbel", lambda loc, scale: S.gumbel_r(loc, scale), ls)
out["Exponential"] = points("Exponential", lambda rate: S.expon(scale=1 / rate), dict(rate=(1e-4, 1e-3, 0.3, 1, 2, 40, 1e4, 1e6)))


def gamma_entropy(a, b):
    a, b = mp.mpf(a), mp.mpf(b)
    return number(a - mp.log(b) + mp.loggamma(a) + (1 - a) * mp.digamma(a))


out["Gamma"] = points("Gamma", lambda concentration, rate: S.gamma(concentration, scale=1 / rate), dict(concentration=SHAPES, rate=(0.01, 1, 30)),
                      lambda q, r: dict(entropy=gamma_entropy(q["concentration"], q["rate"])))
out["InverseGamma"] = points("InverseGamma", lambda concentration, scale: S.invgamma(concentration, scale=scale), dict(concentration=SHAPES[1:], scale=(0.01, 1, 30)))
out["Chi2"] = points("Chi2", lambda df: S.chi2(df), dict(df=(0.1, 0.5, 1, 2, 3, 10, 100, 3000)),
                     lambda q, r: dict(entropy=gamma_entropy(q["df"] / 2, 0.5)))
out["Beta"] = points("Beta", lambda concentration1, concentration0: S.beta(concentration1, concentration0), dict(concentration1=SHAPES[1:], concentration0=SHAPES[1:]))
out["Uniform"] = points("Uniform", lambda low, high: S.uniform(low, high - low), dict(low=(0, -3, 1, 0.5), high=(1.5, 2, 100, 1e4)))
out["Weibull"] = points("Weibull", lambda scale, concentration: S.weibull_min(concentration, scale=scale), dict(scale=(0.01, 1, 30), concentration=(0.3, 0.9, 1, 2, 5, 60)))
out["Pareto"] = points("Pareto", lambda scale, concentration: S.pareto(concentration, scale=scale), dict(scale=(0.01, 1, 30), concentration=(0.3, 1, 1.5, 2.5, 8, 60)))
out["StudentT"] = points("StudentT", lambda df, loc, scale: S.t(df, loc, scale), dict(df=(0.3, 1.5, 2.5, 10, 1e4), loc=(0, -3.5, 50), scale=(0.01, 1, 30)), skip=("mean", "variance"))


def truncated(loc, scale, low, high):
    return S.truncnorm((low - loc) / scale, (high - loc) / scale, loc, scale)


out["TruncatedNormal"] = points("TruncatedNormal", truncated, dict(loc=(0, 1.5, -8), scale=(0.5, 1, 20), low=(-1, 0.5), high=(0.75, 3)))
out["VonMises"] = points("VonMises", lambda loc, concentration: S.vonmises(concentration, loc), dict(loc=(0, 0.5, -1), concentration=(0.01, 0.5, 2, 30, 1000)), skip=("mean", "variance", "entropy", "icdf"))
for row in out["VonMises"]:
    k = mp.mpf(row["params"]["concentration"])
    bessel = mp.besseli(1, k) / mp.besseli(0, k)
    row["entropy"] = number(mp.log(2 * mp.pi * mp.besseli(0, k)) - k * bessel)
    row["variance"] = number(1 - bessel)
    # The arc from -pi up to x in [-pi, pi), not from loc - pi as in scipy.
    d = S.vonmises(row["params"]["concentration"], row["params"]["loc"])
    row["x"] = f32((row["x"] + np.pi) % (2 * np.pi) - np.pi)
    row["cdf"] = number(d.cdf(row["x"]) - d.cdf(-np.pi))
    row["gradients"].pop("x")
    row["gradients"].pop("loc")

LOGITS = (-8, -2, -0.3, 0, 0.3, 2, 8)


def expit(l):
    return 1 / (1 + np.exp(-np.float64(l)))


out["Bernoulli"] = points("Bernoulli", lambda logits: S.bernoulli(expit(logits)), dict(logits=LOGITS + (-20, 15, 0.01)), discrete=True, skip=("cdf", "icdf"))
out["Geometric"] = points("Geometric", lambda logits: S.geom(expit(logits), loc=-1), dict(logits=(-5, -2, -1, -0.3, 0, 0.3, 1, 2, 4)), discrete=True)
out["Poisson"] = points("Poisson", lambda rate: S.poisson(rate), dict(rate=(0.01, 0.3, 1, 3.5, 10, 80, 500, 3000)), discrete=True)
out["Binomial"] = points("Binomial", lambda totalCount, logits: S.binom(totalCount, expit(logits)), dict(totalCount=(1, 4, 30, 700), logits=(-4, -0.7, 0, 0.3, 2, 5)), discrete=True)
out["NegativeBinomial"] = points("NegativeBinomial", lambda totalCount, logits: S.nbinom(totalCount, expit(-logits)), dict(totalCount=(0.3, 1, 4.5, 30), logits=(-4, -0.7, 0, 0.3, 2)), discrete=True)

# scipy's entropies of heavy-tailed counts, truncated and continuous families are quadratures or truncated sums: redo by summation.
for name, build in (("Geometric", lambda logits: S.geom(expit(logits), loc=-1)), ("Poisson", lambda rate: S.poisson(rate)),
                    ("NegativeBinomial", lambda totalCount, logits: S.nbinom(totalCount, expit(-logits))), ("Binomial", lambda totalCount, logits: S.binom(totalCount, expit(logits)))):
    for row in out[name]:
        d = build(**row["params"])
        k = np.arange(0, d.ppf(1 - 1e-16) * 1.5 + 50)
        log = d.logpmf(k)
        row["entropy"] = number(-np.sum(np.where(np.isfinite(log), np.exp(log) * log, 0)))


def by_quadrature(params, log_density, cdf, quantile, low=0, high=1):
    rows = []
    for i, p in enumerate(PS[1:]):
        p = f32(p)
        x = f32(quantile(p, **params))
        if not 1e-30 < x < 1:
            continue
        f = lambda t: mp.exp(log_density(t, **params)) if 0 < t < 1 else mp.mpf(0)
        grid = [0, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-6, 1]
        mean = mp.quad(lambda t: t * f(t), grid)
        gradients = {k: number(mp.diff(lambda t: log_density(mp.mpf(x), **{**params, k: t}), params[k])) for k in params}
        gradients["x"] = number(mp.diff(lambda t: log_density(t, **params), mp.mpf(x)))
        rows.append(dict(params=params, x=x, p=p, logProb=number(log_density(mp.mpf(x), **params)), cdf=number(cdf(mp.mpf(x), **params)),
                         icdf=number(quantile(p, **params)), gradients=gradients, mean=number(mean), variance=number(mp.quad(lambda t: (t - mean) ** 2 * f(t), grid)),
                         entropy=number(-mp.quad(lambda t: f(t) * log_density(t, **params) if 0 < t < 1 else 0, grid))))
    return rows


def cb_log(x, logits):
    l = mp.mpf(logits)
    return l * x - (mp.log(mp.expm1(l) / l) if l else 0)


def cb_quantile(p, logits):
    l = mp.mpf(logits)
    return mp.log1p(p * mp.expm1(l)) / l if l else mp.mpf(p)


out["ContinuousBernoulli"] = [r for l in (-40, -5, -1, -0.021, -0.001, 0, 0.019, 0.06, 2, 30) for r in by_quadrature(
    dict(logits=f32(l)), cb_log, lambda x, logits: mp.expm1(mp.mpf(logits) * x) / mp.expm1(mp.mpf(logits)) if logits else x, cb_quantile)]


def k_log(x, concentration1, concentration0):
    a, b = mp.mpf(concentration1), mp.mpf(concentration0)
    return mp.log(a * b) + (a - 1) * mp.log(x) + ((b - 1) * mp.log1p(-(x ** a)) if b != 1 else 0)


def k_quantile(p, concentration1, concentration0):
    return (1 - (1 - mp.mpf(p)) ** (1 / mp.mpf(concentration0))) ** (1 / mp.mpf(concentration1))


out["Kumaraswamy"] = [r for a in (0.7, 1, 2.5, 20) for b in (0.8, 1, 3, 30) for r in by_quadrature(
    dict(concentration1=f32(a), concentration0=f32(b)), k_log,
    lambda x, concentration1, concentration0: 1 - (1 - x ** mp.mpf(concentration1)) ** mp.mpf(concentration0), k_quantile)]

path = ROOT / "packages/core/test/fixtures/distributions/*.json"
path.write_text(json.dumps(out, separators=(",", ":")).replace('},{"params', '},\n{"params') + "\n")
print({k: len(v) for k, v in out.items()})
