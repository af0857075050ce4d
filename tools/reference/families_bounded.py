"""The univariate families on intervals and on the circle, in mpmath."""
from family import Family, mp, stats, unit
from functions import incomplete_beta, log_beta, normal_log_density, normal_quantile, phi, quantile


def beta_log_prob(x, concentration1, concentration0):
    a, b = mp.mpf(concentration1), mp.mpf(concentration0)
    return (a - 1) * mp.log(x) + ((b - 1) * mp.log1p(-x) if b != 1 else 0) - log_beta(a, b)


def beta_entropy(concentration1, concentration0):
    a, b = mp.mpf(concentration1), mp.mpf(concentration0)
    return log_beta(a, b) - (a - 1) * mp.digamma(a) - (b - 1) * mp.digamma(b) + (a + b - 2) * mp.digamma(a + b)


def beta_icdf(p, concentration1, concentration0):
    a, b = concentration1, concentration0
    return quantile(p, lambda x: incomplete_beta(a, b, x)[0], lambda x: mp.exp(beta_log_prob(x, a, b)), stats.beta.ppf(float(p), a, b), 0, 1)


def truncation(loc, scale, low, high):
    """Both standardised bounds, and the log of the mass between them."""
    a, b = (low - mp.mpf(loc)) / scale, (high - mp.mpf(loc)) / scale
    return a, b, mp.log(mass_between(a, b))


def mass_between(a, b):
    """The normal mass of an interval; on the right of 0 by its mirror image."""
    if a > 0:
        a, b = -b, -a
    # A narrow interval is a difference of near numbers.
    with mp.extradps(20 + (max(0, int(-mp.log10(b - a))) if mp.isfinite(b - a) and b > a else 0)):
        return phi(b) - phi(a)


def truncated_cdf(x, loc, scale, low, high):
    a, b, log_mass = truncation(loc, scale, low, high)
    return mass_between(a, (x - mp.mpf(loc)) / scale) / mp.exp(log_mass)


def truncated_icdf(p, loc, scale, low, high):
    a, b, log_mass = truncation(loc, scale, low, high)
    if a > 0:
        return loc - scale * normal_quantile(phi(-b) + (1 - mp.mpf(p)) * mp.exp(log_mass))
    return loc + scale * normal_quantile(phi(a) + mp.mpf(p) * mp.exp(log_mass))


def truncated_moments(loc, scale, low, high):
    """The standardised mean, variance, and mean of z^2, with digits to spare for narrow intervals."""
    with mp.extradps(60):
        a, b, log_mass = truncation(loc, scale, low, high)
        at = lambda z: mp.exp(normal_log_density(z) - log_mass) if mp.isfinite(z) else mp.mpf(0)
        times = lambda z, n: z**n * at(z) if mp.isfinite(z) else mp.mpf(0)
        mean = at(a) - at(b)
        square = 1 + times(a, 1) - times(b, 1)
        return mean, square - mean**2, square, log_mass


def truncated_entropy(loc, scale, low, high):
    _, _, square, log_mass = truncated_moments(loc, scale, low, high)
    return log_mass + mp.log(scale) + mp.log(2 * mp.pi) / 2 + square / 2


def von_mises_log_prob(x, loc, concentration):
    k = mp.mpf(concentration)
    return k * mp.cos(x - mp.mpf(loc)) - mp.log(2 * mp.pi * mp.besseli(0, k))


def von_mises_cdf(x, loc, concentration):
    """The mass of the arc from -pi up to x. scipy's starts at loc - pi."""
    loc, concentration = mp.mpf(loc), mp.mpf(concentration)
    width = 1 / mp.sqrt(max(1, concentration))
    ends = [-mp.pi, *sorted(loc + width * n for n in (-30, -10, -3, 0, 3, 10, 30) if -mp.pi < loc + width * n < x), x]
    constant = 1 / (2 * mp.pi * mp.besseli(0, concentration))
    return constant * mp.quad(lambda t: mp.exp(concentration * mp.cos(t - loc)), ends)


def resultant(concentration):
    return mp.besseli(1, concentration) / mp.besseli(0, concentration)


def von_mises_entropy(loc, concentration):
    k = mp.mpf(concentration)
    return mp.log(2 * mp.pi * mp.besseli(0, k)) - k * resultant(k)


def continuous_bernoulli_log_prob(x, logits):
    l = mp.mpf(logits)
    return l * x - (mp.log(mp.expm1(l) / l) if l else 0)


def continuous_bernoulli_mean(logits):
    """1 / (1 - e^-l) - 1 / l, whose terms cancel near l = 0."""
    l = mp.mpf(logits)
    with mp.extradps(80):
        return -1 / mp.expm1(-l) - 1 / l if l else mp.mpf(1) / 2


def continuous_bernoulli_variance(logits):
    l = mp.mpf(logits)
    with mp.extradps(140):
        return 1 / l**2 - 1 / (2 * mp.sinh(l / 2)) ** 2 if l else mp.mpf(1) / 12


def continuous_bernoulli_entropy(logits):
    return -continuous_bernoulli_log_prob(continuous_bernoulli_mean(logits), logits)


def kumaraswamy_log_prob(x, concentration1, concentration0):
    a, b = mp.mpf(concentration1), mp.mpf(concentration0)
    return mp.log(a * b) + (a - 1) * mp.log(x) + ((b - 1) * mp.log1p(-(x**a)) if b != 1 else 0)


def kumaraswamy_entropy(concentration1, concentration0):
    a, b = mp.mpf(concentration1), mp.mpf(concentration0)
    return 1 - 1 / b + (1 - 1 / a) * mp.harmonic(b) - mp.log(a * b)


def kumaraswamy_moment(n, concentration1, concentration0):
    with mp.extradps(60):
        return concentration0 * mp.beta(1 + n / mp.mpf(concentration1), concentration0)


BOUNDED = {
    "Beta": Family(
        log_prob=beta_log_prob, cdf=lambda x, concentration1, concentration0: incomplete_beta(concentration1, concentration0, x)[0],
        sf=lambda x, concentration1, concentration0: incomplete_beta(concentration1, concentration0, x)[1], icdf=beta_icdf, entropy=beta_entropy,
        mean=lambda concentration1, concentration0: concentration1 / (mp.mpf(concentration1) + concentration0),
        variance=lambda concentration1, concentration0: (mp.mpf(concentration1) * concentration0
                                                         / ((mp.mpf(concentration1) + concentration0) ** 2 * (mp.mpf(concentration1) + concentration0 + 1))),
        support=unit, scipy=lambda concentration1, concentration0: stats.beta(concentration1, concentration0)),
    "Uniform": Family(
        log_prob=lambda x, low, high: -mp.log(mp.mpf(high) - low), cdf=lambda x, low, high: (x - mp.mpf(low)) / (mp.mpf(high) - low),
        sf=lambda x, low, high: (high - mp.mpf(x)) / (mp.mpf(high) - low), icdf=lambda p, low, high: low + mp.mpf(p) * (mp.mpf(high) - low),
        entropy=lambda low, high: mp.log(mp.mpf(high) - low), mean=lambda low, high: (mp.mpf(low) + high) / 2,
        variance=lambda low, high: (mp.mpf(high) - low) ** 2 / 12, support=lambda low, high: (mp.mpf(low), mp.mpf(high)),
        scipy=lambda low, high: stats.uniform(low, high - low)),
    "TruncatedNormal": Family(
        log_prob=lambda x, **q: normal_log_density((x - mp.mpf(q["loc"])) / q["scale"]) - mp.log(q["scale"]) - truncation(**q)[2],
        cdf=truncated_cdf, icdf=truncated_icdf, entropy=truncated_entropy, mean=lambda **q: q["loc"] + q["scale"] * truncated_moments(**q)[0],
        variance=lambda **q: mp.mpf(q["scale"]) ** 2 * truncated_moments(**q)[1], support=lambda loc, scale, low, high: (mp.mpf(low), mp.mpf(high)),
        scipy=lambda loc, scale, low, high: stats.truncnorm((low - loc) / scale, (high - loc) / scale, loc, scale)),
    "VonMises": Family(
        log_prob=von_mises_log_prob, cdf=von_mises_cdf, entropy=von_mises_entropy, mean=lambda loc, concentration: mp.mpf(loc),
        variance=lambda loc, concentration: 1 - resultant(mp.mpf(concentration)), support=lambda **q: (-mp.pi, +mp.pi),
        scipy=lambda loc, concentration: stats.vonmises(concentration, loc)),
    "ContinuousBernoulli": Family(
        log_prob=continuous_bernoulli_log_prob, cdf=lambda x, logits: mp.expm1(mp.mpf(logits) * x) / mp.expm1(logits) if logits else x,
        sf=lambda x, logits: mp.exp(logits) * mp.expm1(mp.mpf(logits) * (x - 1)) / -mp.expm1(logits) if logits else 1 - x,
        icdf=lambda p, logits: mp.log1p(p * mp.expm1(logits)) / logits if logits else mp.mpf(p), entropy=continuous_bernoulli_entropy,
        mean=continuous_bernoulli_mean, variance=continuous_bernoulli_variance, support=unit),
    "Kumaraswamy": Family(
        log_prob=kumaraswamy_log_prob, cdf=lambda x, concentration1, concentration0: -mp.expm1(concentration0 * mp.log1p(-(x ** mp.mpf(concentration1)))),
        sf=lambda x, concentration1, concentration0: (1 - x ** mp.mpf(concentration1)) ** mp.mpf(concentration0),
        icdf=lambda p, concentration1, concentration0: (-mp.expm1(mp.log1p(-mp.mpf(p)) / concentration0)) ** (1 / mp.mpf(concentration1)),
        entropy=kumaraswamy_entropy, mean=lambda **q: kumaraswamy_moment(1, **q), variance=lambda **q: kumaraswamy_moment(2, **q) - kumaraswamy_moment(1, **q) ** 2,
        support=unit),
}
