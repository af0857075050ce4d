"""The univariate families on integers, in mpmath."""
from family import Family, everywhere, inf, mp, naturals, stats
from functions import incomplete_beta, incomplete_gamma, normal_quantile


def expit(l):
    """The logistic function in float64, for scipy."""
    return float(1 / (1 + mp.exp(-mp.mpf(l))))


def probability(logits):
    return 1 / (1 + mp.exp(-mp.mpf(logits)))


def log_probability(logits):
    """The log of the logistic function, with all digits for large logits."""
    return -mp.log1p(mp.exp(-mp.mpf(logits)))


def log_choose(n, k):
    return mp.loggamma(n + mp.mpf(1)) - mp.loggamma(k + mp.mpf(1)) - mp.loggamma(n - mp.mpf(k) + 1)


def smallest(p, cdf, start, low=0):
    """The smallest k >= low with cdf(k) >= p, from a start nearby."""
    k = max(low, int(start))
    while cdf(k) < p:
        k += 1
    while k > low and cdf(k - 1) >= p:
        k -= 1
    return mp.mpf(k)


def summed_entropy(log_prob, mean, deviation, high=None, low=0):
    """-sum p log p over the integers from low to high, from the mean outwards until the terms vanish."""
    total = mp.mpf(0)
    middle = int(mean)
    for step, first in ((1, middle), (-1, middle - 1)):
        k = first
        while low <= k and (high is None or k <= high):
            l = log_prob(k)
            term = mp.exp(l) * l
            total -= term
            if abs(k - middle) > 4 * deviation + 5 and abs(term) < mp.mpf(10) ** -22 * abs(total):
                break
            k += step
    return total


def bernoulli_entropy(logits):
    p, q = probability(logits), probability(-mp.mpf(logits))
    return -p * log_probability(logits) - q * log_probability(-mp.mpf(logits))


def geometric_quantile(p, logits):
    # The smallest k with 1 - (1 - s)^(k + 1) >= p for the probability s of success.
    cdf = lambda k: -mp.expm1((k + 1) * log_probability(-mp.mpf(logits)))
    return smallest(p, cdf, mp.ceil(mp.log1p(-mp.mpf(p)) / log_probability(-mp.mpf(logits)) - 1))


def poisson_log_prob(x, rate):
    return x * mp.log(rate) - rate - mp.loggamma(x + mp.mpf(1))


def poisson_cdf(x, rate):
    return incomplete_gamma(mp.floor(x) + 1, rate)[1]


def binomial_log_prob(x, totalCount, logits):
    return log_choose(totalCount, x) + x * log_probability(logits) + (totalCount - mp.mpf(x)) * log_probability(-mp.mpf(logits))


def binomial_cdf(x, totalCount, logits):
    return incomplete_beta(totalCount - mp.floor(x), mp.floor(x) + 1, probability(-mp.mpf(logits)))[0] if x < totalCount else mp.mpf(1)


def negative_log_prob(x, totalCount, logits):
    r = mp.mpf(totalCount)
    return mp.loggamma(x + r) - mp.loggamma(x + mp.mpf(1)) - mp.loggamma(r) + r * log_probability(-mp.mpf(logits)) + x * log_probability(logits)


def negative_cdf(x, totalCount, logits):
    return incomplete_beta(totalCount, mp.floor(x) + 1, probability(-mp.mpf(logits)))[0]


def skellam_log_prob(x, rate1, rate2):
    a, b = mp.mpf(rate1), mp.mpf(rate2)
    return -a - b + x * mp.log(a / b) / 2 + mp.log(mp.besseli(abs(x), 2 * mp.sqrt(a * b)))


def skellam_cdf(x, rate1, rate2):
    """The sum of the masses up to x, from the mean or from x downwards."""
    total, k = mp.mpf(0), int(mp.floor(x))
    while True:
        mass = mp.exp(skellam_log_prob(k, rate1, rate2))
        total += mass
        if k < rate1 - rate2 and mass < mp.mpf(10) ** -25 * total:
            return total
        k -= 1


def skellam_start(p, rate1, rate2):
    """The quantile of the normal distribution of the same mean and variance."""
    return mp.floor(mp.mpf(rate1) - rate2 + normal_quantile(mp.mpf(p)) * mp.sqrt(mp.mpf(rate1) + rate2))


COUNTS = {
    "Bernoulli": Family(
        log_prob=lambda x, logits: log_probability(logits) if x == 1 else log_probability(-mp.mpf(logits)), entropy=bernoulli_entropy, mean=probability,
        variance=lambda logits: probability(logits) * probability(-mp.mpf(logits)), support=lambda logits: (mp.mpf(0), mp.mpf(1)), discrete=True,
        scipy=lambda logits: stats.bernoulli(expit(logits))),
    "Geometric": Family(
        log_prob=lambda x, logits: x * log_probability(-mp.mpf(logits)) + log_probability(logits),
        cdf=lambda x, logits: -mp.expm1((mp.floor(x) + 1) * log_probability(-mp.mpf(logits))), icdf=geometric_quantile,
        entropy=lambda logits: bernoulli_entropy(logits) / probability(logits), mean=lambda logits: mp.exp(-mp.mpf(logits)),
        variance=lambda logits: mp.exp(-mp.mpf(logits)) / probability(logits), support=naturals, discrete=True,
        scipy=lambda logits: stats.geom(expit(logits), loc=-1)),
    "Poisson": Family(
        log_prob=poisson_log_prob, cdf=poisson_cdf, icdf=lambda p, rate: smallest(p, lambda k: poisson_cdf(k, rate), stats.poisson.ppf(float(p), rate)),
        entropy=lambda rate: summed_entropy(lambda k: poisson_log_prob(k, rate), rate, mp.sqrt(rate)), mean=lambda rate: mp.mpf(rate),
        variance=lambda rate: mp.mpf(rate), support=naturals, discrete=True, scipy=lambda rate: stats.poisson(rate)),
    "Binomial": Family(
        log_prob=binomial_log_prob, cdf=binomial_cdf,
        icdf=lambda p, totalCount, logits: smallest(p, lambda k: binomial_cdf(k, totalCount, logits), stats.binom.ppf(float(p), totalCount, expit(logits))),
        entropy=lambda totalCount, logits: summed_entropy(lambda k: binomial_log_prob(k, totalCount, logits), totalCount * probability(logits),
                                                          mp.sqrt(totalCount * probability(logits) * probability(-logits)), totalCount),
        mean=lambda totalCount, logits: totalCount * probability(logits),
        variance=lambda totalCount, logits: totalCount * probability(logits) * probability(-mp.mpf(logits)),
        support=lambda totalCount, logits: (mp.mpf(0), mp.mpf(totalCount)), discrete=True, counts=("totalCount",),
        scipy=lambda totalCount, logits: stats.binom(totalCount, expit(logits))),
    "NegativeBinomial": Family(
        log_prob=negative_log_prob, cdf=negative_cdf,
        icdf=lambda p, totalCount, logits: smallest(p, lambda k: negative_cdf(k, totalCount, logits), stats.nbinom.ppf(float(p), totalCount, expit(-logits))),
        entropy=lambda totalCount, logits: summed_entropy(lambda k: negative_log_prob(k, totalCount, logits), totalCount * mp.exp(logits),
                                                          mp.sqrt(totalCount * mp.exp(logits) / probability(-logits))),
        mean=lambda totalCount, logits: totalCount * mp.exp(logits), variance=lambda totalCount, logits: totalCount * mp.exp(logits) / probability(-mp.mpf(logits)),
        support=naturals, discrete=True, scipy=lambda totalCount, logits: stats.nbinom(totalCount, expit(-logits))),
    "Skellam": Family(
        log_prob=skellam_log_prob, cdf=skellam_cdf,
        icdf=lambda p, rate1, rate2: smallest(p, lambda k: skellam_cdf(k, rate1, rate2), skellam_start(p, rate1, rate2), -inf),
        entropy=lambda rate1, rate2: summed_entropy(lambda k: skellam_log_prob(k, rate1, rate2), mp.mpf(rate1) - rate2, mp.sqrt(mp.mpf(rate1) + rate2), low=-inf),
        mean=lambda rate1, rate2: mp.mpf(rate1) - rate2, variance=lambda rate1, rate2: mp.mpf(rate1) + rate2, support=everywhere, discrete=True,
        scipy=lambda rate1, rate2: stats.skellam(rate1, rate2)),
}
