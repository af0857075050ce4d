"""The univariate families on the real line, in mpmath."""
from family import Family, everywhere, inf, located, mp, nan, stats
from functions import exp, incomplete_beta, log_beta, normal_log_density, normal_quantile, phi, quantile


def student_log_prob(x, df, loc, scale):
    v, z = mp.mpf(df), (x - mp.mpf(loc)) / scale
    with mp.extradps(10 + 2 * max(0, int(mp.log10(v)))):
        return mp.loggamma((v + 1) / 2) - mp.loggamma(v / 2) - mp.log(v * mp.pi) / 2 - mp.log(scale) - (v + 1) / 2 * mp.log1p(z * z / v)


def student_cdf(x, df, loc, scale):
    v, z = mp.mpf(df), (x - mp.mpf(loc)) / scale
    tail = incomplete_beta(v / 2, mp.mpf(1) / 2, v / (v + z * z))[0] / 2
    return tail if z < 0 else 1 - tail


def student_icdf(p, df, loc, scale):
    if mp.mpf(p) == mp.mpf(1) / 2:
        return mp.mpf(loc)
    z = quantile(p, lambda t: student_cdf(t, df, 0, 1), lambda t: mp.exp(student_log_prob(t, df, 0, 1)), stats.t.ppf(float(p), df))
    return loc + scale * z


def student_entropy(df, loc, scale):
    v = mp.mpf(df)
    with mp.extradps(10 + 2 * max(0, int(mp.log10(v)))):
        return (v + 1) / 2 * (mp.digamma((v + 1) / 2) - mp.digamma(v / 2)) + mp.log(v) / 2 + log_beta(v / 2, mp.mpf(1) / 2) + mp.log(scale)


def student_variance(df, loc, scale):
    return mp.mpf(scale) ** 2 * df / (mp.mpf(df) - 2) if df > 2 else inf if df > 1 else nan


REAL = {
    "Normal": located(normal_log_density, phi, normal_quantile, lambda: mp.log(2 * mp.pi * mp.e) / 2, lambda: 0, lambda: 1,
                      lambda loc, scale: stats.norm(loc, scale)),
    "Laplace": located(lambda z: -abs(z) - mp.log(2), lambda z: mp.exp(z) / 2 if z < 0 else 1 - mp.exp(-z) / 2,
                       lambda p: mp.log(2 * p) if p < 0.5 else -mp.log(2 * (1 - p)), lambda: 1 + mp.log(2), lambda: 0, lambda: 2,
                       lambda loc, scale: stats.laplace(loc, scale), kink=True),
    "Cauchy": located(lambda z: -mp.log(mp.pi) - mp.log1p(z * z), lambda z: mp.atan2(1, -z) / mp.pi, lambda p: -mp.cot(mp.pi * p) if p != 0.5 else mp.mpf(0),
                      lambda: mp.log(4 * mp.pi), None, None, lambda loc, scale: stats.cauchy(loc, scale)),
    "Logistic": located(lambda z: -abs(z) - 2 * mp.log1p(mp.exp(-abs(z))), lambda z: 1 / (1 + mp.exp(-z)), lambda p: mp.log(p / (1 - p)),
                        lambda: 2, lambda: 0, lambda: mp.pi**2 / 3, lambda loc, scale: stats.logistic(loc, scale)),
    "Gumbel": located(lambda z: -z - mp.exp(-z), lambda z: exp(-exp(-z)), lambda p: -mp.log(-mp.log(p)), lambda: mp.euler + 1, lambda: +mp.euler,
                      lambda: mp.pi**2 / 6, lambda loc, scale: stats.gumbel_r(loc, scale), symmetric=False),
    "StudentT": Family(
        log_prob=student_log_prob, cdf=student_cdf, sf=lambda x, df, loc, scale: student_cdf(2 * mp.mpf(loc) - x, df, loc, scale), icdf=student_icdf,
        entropy=student_entropy, mean=lambda df, loc, scale: mp.mpf(loc) if df > 1 else nan, variance=student_variance, support=everywhere,
        scipy=lambda df, loc, scale: stats.t(df, loc, scale)),
}
