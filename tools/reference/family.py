"""What a univariate family is to the reference programs: its functions in mpmath, and its scipy counterpart where scipy has one.

A `Family` holds functions of the parameters by name, at the precision of the caller. `log_prob`, `cdf` and `sf` expect x inside the
support. distributions.py compares them with scipy's, which is a second authority; mpmath has the digits.
"""
from dataclasses import dataclass

from fixtures import oracle

mp = oracle("mpmath")
stats = oracle("scipy.stats")
inf, nan = mp.inf, mp.nan


@dataclass(frozen=True)
class Family:
    """Functions of one family. `support` returns both ends. None stands for what the family has not, or what no formula gives."""

    log_prob: object
    support: object
    cdf: object = None
    sf: object = None
    icdf: object = None
    entropy: object = None
    mean: object = None
    variance: object = None
    scipy: object = None
    discrete: bool = False
    # Parameters that are counts, by which nothing is differentiated.
    counts: tuple = ()
    # The points at which log_prob has no derivative by x and by the location.
    kinks: object = lambda **q: ()


def everywhere(**q):
    return -inf, inf


def positive(**q):
    return mp.mpf(0), inf


def unit(**q):
    return mp.mpf(0), mp.mpf(1)


def naturals(**q):
    return mp.mpf(0), inf


def located(log_prob, cdf, icdf, entropy, mean, variance, scipy, support=everywhere, symmetric=True, kink=False):
    """A family of location and scale from its standard form. A symmetric one has sf(z) = cdf(-z)."""
    return Family(
        log_prob=lambda x, loc, scale: log_prob((x - mp.mpf(loc)) / scale) - mp.log(scale),
        cdf=lambda x, loc, scale: cdf((x - mp.mpf(loc)) / scale),
        sf=(lambda x, loc, scale: cdf(-(x - mp.mpf(loc)) / scale)) if symmetric else None,
        icdf=lambda p, loc, scale: loc + scale * icdf(mp.mpf(p)),
        entropy=lambda loc, scale: entropy() + mp.log(scale),
        mean=None if mean is None else lambda loc, scale: loc + scale * mean(),
        variance=None if variance is None else lambda loc, scale: mp.mpf(scale) ** 2 * variance(),
        support=support, scipy=scipy, kinks=(lambda loc, scale: (mp.mpf(loc),)) if kink else (lambda **q: ()),
    )


def scaled(log_prob, cdf, sf, icdf, entropy, mean, variance, scipy):
    """A family on the positive half-line with a scale, from its standard form."""
    return Family(
        log_prob=lambda x, scale: log_prob(x / mp.mpf(scale)) - mp.log(scale), cdf=lambda x, scale: cdf(x / mp.mpf(scale)),
        sf=lambda x, scale: sf(x / mp.mpf(scale)), icdf=lambda p, scale: scale * icdf(mp.mpf(p)),
        entropy=lambda scale: entropy() + mp.log(scale), mean=mean and (lambda scale: scale * mean()),
        variance=variance and (lambda scale: mp.mpf(scale) ** 2 * variance()), support=positive, scipy=scipy,
    )
