"""Univariate families at their edges: how to draw their parameters and arguments, and formulas that stay exact at 1e-30 and 1e30.

Divergences are textbook formulas at the precision of the caller. The quadratures of kl.py check them where quadrature is possible.
"""
from dataclasses import dataclass

from edges_tails import by_log_gamma, by_logit_beta, count_entropy, log_gamma_variable, logit_beta_variable, rule
from families import UNIVARIATE
from families_bounded import resultant
from families_counts import bernoulli_entropy, binomial_log_prob, log_probability, negative_log_prob, poisson_log_prob, probability
from family import Family, inf, mp, unit
from functions import exp


def log_i0(k):
    return mp.log(mp.besseli(0, k))


def kl_gamma(a, b, c, d):
    return (a - c) * mp.digamma(a) - mp.loggamma(a) + mp.loggamma(c) + c * mp.log(b / d) + a * (d - b) / b


def kl_beta(a, b, c, d):
    log_beta = lambda x, y: mp.loggamma(x) + mp.loggamma(y) - mp.loggamma(x + y)
    return log_beta(c, d) - log_beta(a, b) + (a - c) * mp.digamma(a) + (b - d) * mp.digamma(b) + (c - a + d - b) * mp.digamma(a + b)


def kl_normal(m, s, n, t):
    return mp.log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - mp.mpf(1) / 2


def kl_laplace(m, s, n, t):
    d = abs(m - n)
    return mp.log(t / s) + d / t + s / t * mp.exp(-d / s) - 1


def kl_gumbel(m, s, n, t):
    return mp.log(t / s) + mp.euler * (s / t - 1) + (m - n) / t + exp(mp.loggamma(1 + s / t) - (m - n) / t) - 1


def kl_weibull(s, k, t, m):
    return mp.log(k / m) - k * mp.log(s) + m * mp.log(t) + (k - m) * (mp.log(s) - mp.euler / k) + exp(m * mp.log(s / t) + mp.loggamma(m / k + 1)) - 1


def kl_pareto(s, a, t, b):
    return mp.log(a / b) + b * mp.log(s / t) + b / a - 1 if s >= t else inf


def kl_von_mises(m, k, n, c):
    return log_i0(c) - log_i0(k) + resultant(k) * (k - c * mp.cos(m - n))


def kl_bernoulli(l, t):
    term = lambda u, v: probability(u) * (log_probability(u) - log_probability(v))
    return term(l, t) + term(-l, -t)


def continuous_log_mass(l):
    return mp.log(mp.expm1(l) / l) if l else mp.mpf(0)


def kl_continuous_bernoulli(l, t):
    mean = UNIVARIATE["ContinuousBernoulli"].mean(l)
    return continuous_log_mass(t) - continuous_log_mass(l) + mean * (l - t)


def kl_uniform(a, b, c, d):
    return mp.log((d - c) / (b - a)) if c <= a and b <= d else inf


KL = {
    "Normal": kl_normal, "LogNormal": kl_normal, "Laplace": kl_laplace, "Gumbel": kl_gumbel, "Weibull": kl_weibull, "Pareto": kl_pareto,
    "Cauchy": lambda m, s, n, t: mp.log(((s + t) ** 2 + (m - n) ** 2) / (4 * s * t)), "HalfNormal": lambda s, t: kl_normal(mp.mpf(0), s, mp.mpf(0), t),
    "HalfCauchy": lambda s, t: mp.log((s + t) ** 2 / (4 * s * t)), "Exponential": lambda b, d: mp.log(b / d) + d / b - 1, "Gamma": kl_gamma,
    "InverseGamma": kl_gamma, "Chi2": lambda v, w: kl_gamma(v / 2, mp.mpf(0.5), w / 2, mp.mpf(0.5)), "Beta": kl_beta, "Uniform": kl_uniform,
    "VonMises": kl_von_mises, "ContinuousBernoulli": kl_continuous_bernoulli, "Bernoulli": kl_bernoulli,
    "Geometric": lambda l, t: kl_bernoulli(l, t) / probability(l), "Poisson": lambda a, b: a * mp.log(a / b) + b - a,
    "Binomial": lambda n, l, m, t: n * kl_bernoulli(l, t), "NegativeBinomial": lambda r, l, s, t: r * kl_bernoulli(l, t) / probability(-l),
}  # fmt: skip


def relaxed_logit(x, temperature, logits):
    return temperature * (mp.log(x) - mp.log1p(-x)) - logits


def relaxed_log_prob(x, temperature, logits):
    d = relaxed_logit(x, temperature, logits)
    return mp.log(temperature) - mp.log(x) - mp.log1p(-x) - abs(d) - 2 * mp.log1p(mp.exp(-abs(d)))


def relaxed_icdf(p, temperature, logits):
    return 1 / (1 + mp.exp(-(mp.log(p) - mp.log1p(-p) + logits) / temperature))


def level_log_prob(x, loc, scale):
    """A logistic variable rounded to 0, ..., 255."""
    k = x
    below, above = (k - mp.mpf(0.5) - loc) / scale, (k + mp.mpf(0.5) - loc) / scale
    if k == 0:
        return log_probability(above)
    if k == 255:
        return log_probability(-below)
    return log_probability(above) + log_probability(-below) + mp.log(-mp.expm1(-1 / scale))


RELAXED = Family(log_prob=relaxed_log_prob, support=unit, cdf=lambda x, **q: 1 / (1 + mp.exp(-relaxed_logit(x, **q))), icdf=relaxed_icdf)
LEVELS = Family(log_prob=level_log_prob, support=lambda **q: (mp.mpf(0), mp.mpf(255)), discrete=True,
                cdf=lambda x, loc, scale: probability((mp.floor(x) + mp.mpf(0.5) - loc) / scale) if x < 255 else mp.mpf(1))  # fmt: skip
FAMILIES = {**UNIVARIATE, "RelaxedBernoulli": RELAXED, "DiscretizedLogistic": LEVELS}


def student_tails(x, df, loc, scale):
    z = (x - loc) / scale
    if z == 0:
        return mp.mpf(0.5), mp.mpf(0.5)
    near = by_logit_beta(df / 2, mp.mpf(0.5), mp.log(df) - 2 * mp.log(abs(z)))[0] / 2
    return (near, 1 - near) if z < 0 else (1 - near, near)


def von_mises_tails(x, loc, concentration):
    """The arc from -pi up to x, in panels as wide as the density changes."""
    density = lambda t: mp.exp(-2 * concentration * mp.sin((t - loc) / 2) ** 2)
    width, total, at = min(mp.mpf(0.5), 2 / mp.sqrt(concentration)), mp.mpf(0), -mp.pi
    reach = 14 * width
    at = max(at, loc - reach) if loc - 2 * mp.pi + reach < at else at
    end = min(x, loc + reach)
    while at < end:
        step = min(width, end - at)
        total += step * sum(w * density(at + step * t) for t, w in rule())
        at += step
    lower = total / (2 * mp.pi * mp.besseli(0, concentration) * mp.exp(-concentration))
    return lower, 1 - lower


# Tails and quantiles at any shape, in place of those of families_*.py.
TAILS = {
    "Gamma": lambda x, concentration, rate: by_log_gamma(concentration, rate * x),
    "Chi2": lambda x, df: by_log_gamma(df / 2, x / 2),
    "InverseGamma": lambda x, concentration, scale: by_log_gamma(concentration, scale / x)[::-1],
    "Beta": lambda x, concentration1, concentration0: by_logit_beta(concentration1, concentration0, mp.log(x) - mp.log1p(-x)),
    "FisherSnedecor": lambda x, df1, df2: by_logit_beta(df1 / 2, df2 / 2, mp.log(df1 / df2 * x)),
    "StudentT": student_tails,
    "VonMises": von_mises_tails,
    "Poisson": lambda x, rate: by_log_gamma(mp.floor(x) + 1, rate)[::-1],
    "Binomial": lambda x, totalCount, logits: by_logit_beta(totalCount - mp.floor(x), mp.floor(x) + 1, -logits) if x < totalCount else (mp.mpf(1), mp.mpf(0)),
    "NegativeBinomial": lambda x, totalCount, logits: by_logit_beta(totalCount, mp.floor(x) + 1, -logits),
}  # fmt: skip


def student_quantile(p, x, df, loc, scale):
    if p == 0.5 or x == loc:
        return loc
    near, start = min(p, 1 - p), mp.log(df) - 2 * mp.log(abs(x - loc) / scale)
    size = mp.exp((mp.log(df) - logit_beta_variable(df / 2, mp.mpf(0.5)).quantile(2 * near, start)) / 2)
    return loc + scale * (-size if p < 0.5 else size)


# The quantile of p, which is the probability below x up to its rounding.
QUANTILES = {
    "Gamma": lambda p, x, concentration, rate: mp.exp(log_gamma_variable(concentration).quantile(p, mp.log(rate * x))) / rate,
    "Chi2": lambda p, x, df: 2 * mp.exp(log_gamma_variable(df / 2).quantile(p, mp.log(x / 2))),
    "InverseGamma": lambda p, x, concentration, scale: scale * mp.exp(-log_gamma_variable(concentration).quantile(1 - p, mp.log(scale / x))),
    "Beta": lambda p, x, concentration1, concentration0: probability(logit_beta_variable(concentration1, concentration0).quantile(p, mp.log(x) - mp.log1p(-x))),
    "FisherSnedecor": lambda p, x, df1, df2: mp.exp(logit_beta_variable(df1 / 2, df2 / 2).quantile(p, mp.log(df1 / df2 * x))) * df2 / df1,
    "StudentT": student_quantile,
}  # fmt: skip
ENTROPIES = {
    "Bernoulli": bernoulli_entropy,
    "Poisson": lambda rate: count_entropy(lambda k: poisson_log_prob(k, rate), rate, mp.sqrt(rate)),
    "Binomial": lambda totalCount, logits: count_entropy(
        lambda k: binomial_log_prob(k, totalCount, logits), totalCount * probability(logits),
        mp.sqrt(totalCount * probability(logits) * probability(-logits)), totalCount),
    "NegativeBinomial": lambda totalCount, logits: count_entropy(
        lambda k: negative_log_prob(k, totalCount, logits), totalCount * mp.exp(logits), mp.sqrt(totalCount * mp.exp(logits) / probability(-logits))),
}
# The exponent of the density at the ends of the support: positive for a density of 0 there, negative for a pole.
POWERS = {
    "Gamma": lambda concentration, rate: (concentration - 1, None),
    "Chi2": lambda df: (df / 2 - 1, None),
    "FisherSnedecor": lambda df1, df2: (df1 / 2 - 1, None),
    "InverseGamma": lambda **q: (1, None),
    "LogNormal": lambda **q: (1, None),
    "Weibull": lambda scale, concentration: (concentration - 1, None),
    "Beta": lambda concentration1, concentration0: (concentration1 - 1, concentration0 - 1),
    "Kumaraswamy": lambda concentration1, concentration0: (concentration1 - 1, concentration0 - 1),
    "RelaxedBernoulli": lambda temperature, logits: (temperature - 1, temperature - 1),
}
