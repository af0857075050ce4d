"""Values of every univariate family at its edges, by mpmath with 110 digits.

Parameters run from 1e-30 to 1e30, arguments from the ends of the support and beyond them into the far tails. All of them are
float32 numbers, so that a tensor holds them exactly. A row holds the parameters, the argument if there is one, the value, and its
rounding: how far the value moves where each input moves by its own size, which float32 multiplies by 2^-24.
"""
import random
from functools import partial

from edges_families import ENTROPIES, FAMILIES, KL, POWERS, QUANTILES, TAILS
from fixtures import Program, f32, number, oracle

mp = oracle("mpmath")
DIGITS = 110
STEP = mp.mpf(10) ** -25
SETS = 60
PROBABILITIES = (1e-30, 1e-12, 1e-6, 0.003, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 2**-24)
ANY = (1e-30, 1e30)
KINDS = {
    "Normal": dict(loc="real", scale=ANY), "Laplace": dict(loc="real", scale=ANY), "Cauchy": dict(loc="real", scale=ANY),
    "Logistic": dict(loc="real", scale=ANY), "Gumbel": dict(loc="real", scale=ANY), "StudentT": dict(df=ANY, loc="real", scale=ANY),
    "LogNormal": dict(loc=(-60, 60), scale=(1e-30, 30)), "HalfNormal": dict(scale=ANY), "HalfCauchy": dict(scale=ANY), "Exponential": dict(rate=ANY),
    "Gamma": dict(concentration=ANY, rate=ANY), "InverseGamma": dict(concentration=ANY, scale=ANY), "Chi2": dict(df=ANY),
    "Weibull": dict(scale=ANY, concentration=ANY), "Pareto": dict(scale=ANY, concentration=ANY), "FisherSnedecor": dict(df1=ANY, df2=ANY),
    "Beta": dict(concentration1=ANY, concentration0=ANY), "Kumaraswamy": dict(concentration1=ANY, concentration0=ANY),
    "Uniform": dict(low="real", high="above"), "TruncatedNormal": dict(loc="real", scale=ANY, low="real", high="above"),
    "VonMises": dict(loc=(-3, 3), concentration=ANY), "ContinuousBernoulli": dict(logits="real"), "RelaxedBernoulli": dict(temperature=(1e-6, 1e6), logits=(-80, 80)),
    "Bernoulli": dict(logits="real"), "Geometric": dict(logits=(-60, 60)), "Poisson": dict(rate=ANY), "Binomial": dict(totalCount="count", logits=(-60, 60)),
    "NegativeBinomial": dict(totalCount=ANY, logits=(-60, 60)), "Skellam": dict(rate1=(1e-10, 1e3), rate2=(1e-10, 1e3)),
    "DiscretizedLogistic": dict(loc=(-20, 300), scale=ANY),
}  # fmt: skip
# Functions that no formula here gives, and families whose moments and entropies would be long sums.
LACKS = {"DiscretizedLogistic": ("mean", "variance", "entropy", "icdf"), "Skellam": ("icdf",), "Bernoulli": ("icdf",)}


def spread(rng, low, high):
    """A number between positive bounds, half of the time at an ordinary size."""
    a, b = (max(low, 1e-3), min(high, 1e3)) if rng.random() < 0.5 else (low, high)
    return 10 ** rng.uniform(float(mp.log10(a)), float(mp.log10(b)))


def entry(rng, kind, before):
    if kind == "real":
        return rng.choice((0, 1, -1, -1, 1)) * spread(rng, *ANY)
    if kind == "above":
        low = before["low"]
        return low + before.get("scale", rng.choice((1, abs(low) or 1))) * spread(rng, 1e-3, 1e3)
    if kind == "count":
        return rng.choice((0, 1, 2, round(spread(rng, 1, 1e7))))
    return rng.uniform(*kind) if kind[0] < 0 else spread(rng, *kind)


def parameters(rng, name):
    """Parameters as exact numbers that float32 holds."""
    while True:
        found = {}
        for key, kind in KINDS[name].items():
            value = f32(entry(rng, kind, found))
            if name == "TruncatedNormal" and key == "low":
                value = f32(found["loc"] + found["scale"] * rng.uniform(-6, 6) * rng.choice((0.01, 1, 3)))
            found[key] = value
        if found.get("high", 1) > found.get("low", 0) and all(abs(v) < 3e38 for v in found.values()):
            return {key: mp.mpf(value) for key, value in found.items()}


def arguments(rng, name, q):
    """Places inside the support: near the location, in the tails, and at any size."""
    family = FAMILIES[name]
    low, high = family.support(**q)
    if name in ("Bernoulli", "DiscretizedLogistic"):
        return [mp.mpf(k) for k in ((0, 1) if name == "Bernoulli" else (0, 255, rng.randrange(256), rng.randrange(256), rng.randrange(256)))]
    z = [0, *(rng.choice((-1, 1)) * spread(rng, 1e-20, 1e20) for _ in range(2)), *(rng.uniform(-4, 4) for _ in range(3)), rng.uniform(-40, 40)]
    center, size = place(name, q)
    found = [center + size * mp.mpf(v) for v in z]
    if low == 0 and high == mp.inf:
        found += [abs(center) * mp.exp(mp.mpf(v)) for v in z[3:]] + [mp.mpf(spread(rng, *ANY))]
    elif mp.isfinite(high):
        found += [low + (high - low) * mp.mpf(rng.random() ** k) for k in (1, 1, 10)] + [high - (high - low) * mp.mpf(rng.random() ** 4)]
    if family.discrete:
        found = [mp.floor(v) for v in found if abs(v) < (400 if name == "Skellam" else mp.mpf(2) ** 90)]
    found = {mp.mpf(f32(v)) for v in found if abs(v) < 3e38}
    inside = [v for v in found if (low <= v <= high if family.discrete else low < v < high) and not 0 < abs(v) < 1e-37]
    rng.shuffle(inside := sorted(inside))
    return inside[:7]


def place(name, q):
    """Where most of the mass is, and how wide it is."""
    family = FAMILIES[name]
    if "loc" in q and name != "LogNormal":
        return q["loc"], q["scale"] if "scale" in q else 1 / mp.sqrt(1 + q["concentration"])
    mean = family.mean(**q) if family.mean else None
    variance = family.variance(**q) if family.variance else None
    if mean is None or not mp.isfinite(mean):
        return q.get("scale", mp.mpf(1)), q.get("scale", mp.mpf(1))
    return mean, mp.sqrt(variance) if variance is not None and mp.isfinite(variance) else abs(mean)


def moved(f, inputs, sizes):
    """How far f moves where each input moves by its size: a sum of absolute differential quotients."""
    base, total = f(**inputs), mp.mpf(0)
    for key, size in sizes.items():
        if size and mp.isfinite(base):
            near = f(**{**inputs, key: inputs[key] + size * STEP})
            total += abs(near - base) / STEP if mp.isfinite(near) else 0
    return base, total


def short(x):
    """A float32 number in the fewest digits that give it again."""
    x = float(x)
    for digits in range(1, 10):
        if f32(float(text := f"{x:.{digits}g}")) == f32(x):
            return float(text)
    return number(x)


def row(inputs, value, rounding=mp.mpf(0)):
    value = float(mp.nstr(value, 10)) if mp.isfinite(value) and abs(value) < mp.mpf(10) ** 300 else value
    return [*(short(v) if mp.isfinite(v) else number(v) for v in inputs), number(value), float(f"{min(float(rounding), 1e300):.1e}")]


def sizes_of(name, q, x=None):
    """The size of the rounding of each input: that of x - loc where a family takes it."""
    sizes = {key: abs(value) for key, value in q.items() if key not in FAMILIES[name].counts}
    if x is None:
        return sizes
    return {**{k: v for k, v in sizes.items() if k not in ("loc", "low")}, "x": abs(x - q.get("loc", q.get("low", 0))) if name != "LogNormal" else abs(x) * max(1, abs(mp.log(x)))}


def at_points(name, q, rng):
    family, tails = FAMILIES[name], TAILS.get(name)
    rows = {"logProb": [], "cdf": [], "icdf": []}
    points = arguments(rng, name, q)
    for x in points:
        value, rounding = moved(family.log_prob, {**q, "x": x}, {k: v for k, v in sizes_of(name, q, x).items() if not (family.discrete and k == "x")})
        rows["logProb"].append(row([*q.values(), x], value, rounding))
    for x in points[:4] if family.cdf else []:
        if tails:
            value = tails(x, **q)[0]
            rounding = 0 if family.discrete else abs(sizes_of(name, q, x)["x"]) * mp.exp(family.log_prob(x, **q))
        else:
            value, rounding = moved(family.cdf, {**q, "x": x}, {k: v for k, v in sizes_of(name, q, x).items() if not (family.discrete and k == "x")})
        rows["cdf"].append(row([*q.values(), x], value, rounding))
    if family.icdf and "icdf" not in LACKS.get(name, ()):
        for x in points[:3]:
            found = count_quantile(name, q, x) if family.discrete else quantile(name, q, rng, x)
            if found:
                rows["icdf"].append(found)
    return rows


def quantile(name, q, rng, x):
    f = QUANTILES.get(name)
    if f is None:
        p = mp.mpf(f32(rng.choice(PROBABILITIES) if rng.random() < 0.6 else rng.random()))
        return row([*q.values(), p], *moved(lambda p, **q: FAMILIES[name].icdf(p, **q), {**q, "p": p}, sizes_of(name, q)))
    p = mp.mpf(f32(TAILS[name](x, **q)[0]))
    if not 1e-37 < p < 1:
        return None
    value = f(p, x, **q)
    return row([*q.values(), p], value, abs(value) + abs(q.get("loc", 0)))


def count_quantile(name, q, k):
    """A probability well between those of two counts, so that rounding cannot move the quantile."""
    if k > 2**24:
        return None
    cdf = lambda n: mp.mpf(0) if n < 0 else TAILS[name](n, **q)[0] if name in TAILS else FAMILIES[name].cdf(n, **q)
    below, here = cdf(k - 1), cdf(k)
    p = mp.mpf(f32((below + here) / 2))
    if not (below * (1 + mp.mpf(10) ** -6) < p < here * (1 - mp.mpf(10) ** -6) and 1e-37 < p < 1):
        return None
    return row([*q.values(), p], k)


def of_parameters(name, q, rng):
    family, rows = FAMILIES[name], {}
    for key in ("mean", "variance", "entropy"):
        f = ENTROPIES.get(name, family.entropy) if key == "entropy" else getattr(family, key)
        if f is None or key in LACKS.get(name, ()) or (key == "entropy" and long_sum(name, q)):
            continue
        value, rounding = moved(f, q, {} if key == "entropy" and family.discrete else sizes_of(name, q))
        rows[key] = [row(q.values(), value, rounding)]
    if name in KL:
        p = parameters(rng, name)
        if rng.random() < 0.4:
            p = {k: mp.mpf(f32(v * (1 + mp.mpf(rng.uniform(-1, 1) * rng.choice((1e-4, 0.01, 0.3)))))) for k, v in q.items()}
        if name in ("Binomial", "NegativeBinomial"):
            p["totalCount"] = q["totalCount"]
        if p.get("high", 1) > p.get("low", 0):
            names = [f"q{k}" for k in q] + [f"p{k}" for k in p]
            inputs = dict(zip(names, [*q.values(), *p.values()]))
            sizes = {k: abs(q["loc"] - p["loc"]) if k[1:] == "loc" else abs(v) for k, v in inputs.items() if k[1:] != "totalCount"}
            value, rounding = moved(lambda **v: KL[name](*v.values()), inputs, sizes)
            rows["kl"] = [row(inputs.values(), value, rounding)]
    return rows


def long_sum(name, q):
    """Whether the entropy of counts is a sum too long, or has a pole that the quadrature would miss."""
    if name == "NegativeBinomial":
        mean = q["totalCount"] * mp.exp(q["logits"])
        return (mean * (1 + mp.exp(q["logits"])) > 4e4 or q["logits"] > 7) and not q["totalCount"] > 4000
    return name == "Skellam" and q["rate1"] + q["rate2"] > 200


def at_ends(name, q):
    """Values at the ends of the support, beyond them, and at infinity; quantiles of 0, 1 and numbers that are no probabilities."""
    family = FAMILIES[name]
    low, high = family.support(**q)
    powers = POWERS.get(name, lambda **q: (0, 0))(**q)
    values = list(q.values())
    rows = {"logProb": [row([*values, end], -mp.inf) for end in (-mp.inf, mp.inf)], "cdf": [], "icdf": []}
    if family.cdf:
        rows["cdf"] += [row([*values, -mp.inf], 0), row([*values, mp.inf], 1)]
    for end, power, sign in ((low, powers[0], -1), (high, powers[1], 1)):
        if not mp.isfinite(end) or name == "VonMises":
            continue
        beyond = mp.mpf(f32(end + sign * max(1, abs(end) / 8)))
        rows["logProb"].append(row([*values, beyond], -mp.inf))
        if family.cdf:
            rows["cdf"] += [row([*values, v], (1 + sign) // 2) for v in ([end, beyond] if not family.discrete else [beyond])]
        if not family.discrete and power is not None:
            inner = end - sign * mp.mpf(10) ** -100 * max(1, abs(end))
            value = -mp.inf if power > 0 else mp.inf if power < 0 else family.log_prob(inner, **q)
            rows["logProb"].append(row([*values, end], value, moved(lambda **r: family.log_prob(inner, **r), q, sizes_of(name, q))[1] if power == 0 else mp.mpf(0)))
    if family.icdf and "icdf" not in LACKS.get(name, ()):
        rows["icdf"] += [row([*values, p], mp.nan) for p in (-0.5, 1.5, mp.inf)] + [row([*values, 0], low), row([*values, 1], high)]
    return rows


def rows(name):
    rng = random.Random(name)
    found = {}
    with mp.workdps(DIGITS):
        for i in range(SETS // 4 if name == "Skellam" else SETS):
            q = parameters(rng, name)
            for part in (of_parameters(name, q, rng), at_points(name, q, rng), at_ends(name, q) if i % 4 == 0 else {}):
                for key, some in part.items():
                    found.setdefault(key, []).extend(some)
    return {"parameters": list(KINDS[name]), **{key: some for key, some in found.items() if some}}


program = Program(__file__, oracles=("mpmath",), relative=1e-8, floor=1e-30, in_sample=False)
for family_name in KINDS:
    program.add(f"packages/core/test/fixtures/edges/{family_name}.json", partial(rows, family_name))


if __name__ == "__main__":
    program.main()
