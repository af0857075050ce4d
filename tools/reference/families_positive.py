"""The univariate families on the positive half-line, in mpmath."""
from family import Family, inf, mp, nan, positive, scaled, stats
from functions import exp, incomplete_beta, incomplete_gamma, log_beta, normal_log_density, normal_quantile, phi, quantile


def log_normal_mean(loc, scale):
    return mp.exp(loc + mp.mpf(scale) ** 2 / 2)


def gamma(concentration, rate):
    """Functions of a gamma distribution, as a dict that Gamma and Chi2 share."""
    a, b = mp.mpf(concentration), mp.mpf(rate)
    log_prob = lambda x: a * mp.log(b) + (a - 1) * mp.log(x) - b * x - mp.loggamma(a)
    cdf = lambda x: incomplete_gamma(a, b * x)[0]
    return dict(
        log_prob=log_prob, cdf=cdf, sf=lambda x: incomplete_gamma(a, b * x)[1], mean=a / b, variance=a / b**2,
        icdf=lambda p: quantile(p, cdf, lambda x: mp.exp(log_prob(x)), stats.gamma.ppf(float(p), float(a)) / b, 0),
        entropy=lambda: a - mp.log(b) + mp.loggamma(a) + (1 - a) * mp.digamma(a),
    )


def inverse_gamma_cdf(x, concentration, scale):
    return incomplete_gamma(concentration, mp.mpf(scale) / x)[1]


def inverse_gamma_icdf(p, concentration, scale):
    a = mp.mpf(concentration)
    y = quantile(p, lambda t: incomplete_gamma(a, 1 / t)[1], lambda t: mp.exp(-(a + 1) * mp.log(t) - 1 / t - mp.loggamma(a)),
                 stats.invgamma.ppf(float(p), float(a)), 0)
    return scale * y


def weibull_moment(n, scale, concentration):
    return mp.mpf(scale) ** n * exp(mp.loggamma(1 + n / mp.mpf(concentration)))


def weibull_cdf(x, scale, concentration):
    power = (x / mp.mpf(scale)) ** concentration
    return -mp.expm1(-power) if power < 1 else 1 - exp(-power)


def pareto_variance(scale, concentration):
    a = mp.mpf(concentration)
    return mp.mpf(scale) ** 2 * a / ((a - 1) ** 2 * (a - 2)) if a > 2 else inf


def fisher_share(x, df1, df2):
    """The beta variable of which x is a function."""
    return df1 * mp.mpf(x) / (df1 * mp.mpf(x) + df2)


def fisher_log_prob(x, df1, df2):
    m, n, x = mp.mpf(df1), mp.mpf(df2), mp.mpf(x)
    return -m / 2 * mp.log1p(n / (m * x)) - n / 2 * mp.log1p(m * x / n) - mp.log(x) - log_beta(m / 2, n / 2)


def fisher_cdf(x, df1, df2):
    return incomplete_beta(df1 / mp.mpf(2), df2 / mp.mpf(2), fisher_share(x, df1, df2))[0]


def fisher_icdf(p, df1, df2):
    """Found on the scale of log x: the upper tail is long."""
    density = lambda t: mp.exp(fisher_log_prob(mp.exp(t), df1, df2) + t)
    # 1 - y loses as many digits as the tail is long.
    with mp.extradps(30):
        return mp.exp(quantile(p, lambda t: fisher_cdf(mp.exp(t), df1, df2), density, mp.log(stats.f.ppf(float(p), df1, df2))))


def fisher_entropy(df1, df2):
    a, b = df1 / mp.mpf(2), df2 / mp.mpf(2)
    return mp.log(b / a) + log_beta(a, b) + (1 - a) * mp.digamma(a) - (1 + b) * mp.digamma(b) + (a + b) * mp.digamma(a + b)


def fisher_variance(df1, df2):
    m, n = mp.mpf(df1), mp.mpf(df2)
    return 2 * n**2 * (m + n - 2) / (m * (n - 2) ** 2 * (n - 4)) if n > 4 else inf if n > 2 else nan


POSITIVE = {
    "LogNormal": Family(
        log_prob=lambda x, loc, scale: normal_log_density((mp.log(x) - loc) / scale) - mp.log(scale) - mp.log(x),
        cdf=lambda x, loc, scale: phi((mp.log(x) - loc) / scale), sf=lambda x, loc, scale: phi(-(mp.log(x) - loc) / scale),
        icdf=lambda p, loc, scale: mp.exp(loc + scale * normal_quantile(mp.mpf(p))),
        entropy=lambda loc, scale: loc + mp.log(2 * mp.pi * mp.e) / 2 + mp.log(scale), mean=log_normal_mean,
        variance=lambda loc, scale: mp.expm1(mp.mpf(scale) ** 2) * log_normal_mean(loc, scale) ** 2, support=positive,
        scipy=lambda loc, scale: stats.lognorm(scale, scale=float(mp.exp(loc)))),
    "HalfNormal": scaled(lambda z: normal_log_density(z) + mp.log(2), lambda z: mp.erf(z / mp.sqrt(2)), lambda z: mp.erfc(z / mp.sqrt(2)),
                         lambda p: mp.sqrt(2) * mp.erfinv(p), lambda: mp.log(mp.pi * mp.e / 2) / 2, lambda: mp.sqrt(2 / mp.pi), lambda: 1 - 2 / mp.pi,
                         lambda scale: stats.halfnorm(scale=scale)),
    "HalfCauchy": scaled(lambda z: mp.log(2 / mp.pi) - mp.log1p(z * z), lambda z: 2 * mp.atan(z) / mp.pi, lambda z: 2 * mp.atan2(1, z) / mp.pi,
                         lambda p: mp.tan(mp.pi * p / 2), lambda: mp.log(2 * mp.pi), None, None, lambda scale: stats.halfcauchy(scale=scale)),
    "Exponential": Family(
        log_prob=lambda x, rate: mp.log(rate) - rate * x, cdf=lambda x, rate: -mp.expm1(-rate * x), sf=lambda x, rate: mp.exp(-rate * x),
        icdf=lambda p, rate: -mp.log1p(-mp.mpf(p)) / rate, entropy=lambda rate: 1 - mp.log(rate), mean=lambda rate: 1 / mp.mpf(rate),
        variance=lambda rate: 1 / mp.mpf(rate) ** 2, support=positive, scipy=lambda rate: stats.expon(scale=1 / rate)),
    "Gamma": Family(
        log_prob=lambda x, **q: gamma(**q)["log_prob"](x), cdf=lambda x, **q: gamma(**q)["cdf"](x), sf=lambda x, **q: gamma(**q)["sf"](x),
        icdf=lambda p, **q: gamma(**q)["icdf"](p), entropy=lambda **q: gamma(**q)["entropy"](), mean=lambda **q: gamma(**q)["mean"],
        variance=lambda **q: gamma(**q)["variance"], support=positive, scipy=lambda concentration, rate: stats.gamma(concentration, scale=1 / rate)),
    "Chi2": Family(
        log_prob=lambda x, df: gamma(df / mp.mpf(2), 0.5)["log_prob"](x), cdf=lambda x, df: gamma(df / mp.mpf(2), 0.5)["cdf"](x),
        sf=lambda x, df: gamma(df / mp.mpf(2), 0.5)["sf"](x), icdf=lambda p, df: gamma(df / mp.mpf(2), 0.5)["icdf"](p),
        entropy=lambda df: gamma(df / mp.mpf(2), 0.5)["entropy"](), mean=lambda df: mp.mpf(df), variance=lambda df: 2 * mp.mpf(df), support=positive,
        scipy=lambda df: stats.chi2(df)),
    "InverseGamma": Family(
        log_prob=lambda x, concentration, scale: concentration * mp.log(scale) - mp.loggamma(concentration) - (mp.mpf(concentration) + 1) * mp.log(x) - scale / x,
        cdf=inverse_gamma_cdf, sf=lambda x, concentration, scale: incomplete_gamma(concentration, mp.mpf(scale) / x)[0], icdf=inverse_gamma_icdf,
        entropy=lambda concentration, scale: concentration + mp.log(scale) + mp.loggamma(concentration) - (1 + mp.mpf(concentration)) * mp.digamma(concentration),
        mean=lambda concentration, scale: scale / (mp.mpf(concentration) - 1) if concentration > 1 else inf,
        variance=lambda concentration, scale: mp.mpf(scale) ** 2 / ((mp.mpf(concentration) - 1) ** 2 * (mp.mpf(concentration) - 2)) if concentration > 2 else inf,
        support=positive, scipy=lambda concentration, scale: stats.invgamma(concentration, scale=scale)),
    "Weibull": Family(
        log_prob=lambda x, scale, concentration: mp.log(concentration) - mp.log(scale) + (concentration - 1) * mp.log(x / mp.mpf(scale)) - (x / mp.mpf(scale)) ** concentration,
        cdf=lambda x, scale, concentration: weibull_cdf(x, scale, concentration), sf=lambda x, scale, concentration: exp(-((x / mp.mpf(scale)) ** concentration)),
        icdf=lambda p, scale, concentration: scale * (-mp.log1p(-mp.mpf(p))) ** (1 / mp.mpf(concentration)),
        entropy=lambda scale, concentration: mp.euler * (1 - 1 / mp.mpf(concentration)) + mp.log(scale / mp.mpf(concentration)) + 1,
        mean=lambda **q: weibull_moment(1, **q), variance=lambda **q: weibull_moment(2, **q) - weibull_moment(1, **q) ** 2, support=positive,
        scipy=lambda scale, concentration: stats.weibull_min(concentration, scale=scale)),
    "Pareto": Family(
        log_prob=lambda x, scale, concentration: mp.log(concentration) + concentration * mp.log(scale) - (mp.mpf(concentration) + 1) * mp.log(x),
        cdf=lambda x, scale, concentration: -mp.expm1(-concentration * mp.log(x / mp.mpf(scale))), sf=lambda x, scale, concentration: (mp.mpf(scale) / x) ** concentration,
        icdf=lambda p, scale, concentration: scale * mp.exp(-mp.log1p(-mp.mpf(p)) / concentration),
        entropy=lambda scale, concentration: mp.log(scale / mp.mpf(concentration)) + 1 / mp.mpf(concentration) + 1,
        mean=lambda scale, concentration: scale * mp.mpf(concentration) / (mp.mpf(concentration) - 1) if concentration > 1 else inf, variance=pareto_variance,
        support=lambda scale, concentration: (mp.mpf(scale), inf), scipy=lambda scale, concentration: stats.pareto(concentration, scale=scale)),
    "FisherSnedecor": Family(
        log_prob=fisher_log_prob, cdf=fisher_cdf,
        icdf=fisher_icdf,
        entropy=fisher_entropy, mean=lambda df1, df2: df2 / (mp.mpf(df2) - 2) if df2 > 2 else inf, variance=fisher_variance, support=positive,
        scipy=lambda df1, df2: stats.f(df1, df2)),
}
