"""Distribution functions and quantiles at parameters from 1e-30 to 1e30, by quadrature in mpmath.

The log of a gamma variable and the logit of a beta variable have log-concave densities, whatever their shapes. A tail of a
log-concave density is integrated from its end near the mode outwards, in panels as wide as the density changes.
"""
from functools import lru_cache

from fixtures import oracle

mp, np = oracle("mpmath"), oracle("numpy")
# Panels that contribute less are left out; tests compare float32 numbers.
NEGLIGIBLE = mp.mpf(10) ** -12
# Logits and logarithms beyond which a number rounds to 0 or 1, next to 1 - 1e-17.
LAYER = 40


@lru_cache(None)
def rule(n=16):
    """Nodes and weights of Gauss and Legendre on [0, 1]."""
    with mp.workdps(40):
        slope = lambda x: n * (x * mp.legendre(n, x) - mp.legendre(n - 1, x)) / (x * x - 1)
        nodes = [mp.mpf(float(x)) for x in np.polynomial.legendre.leggauss(n)[0]]
        for _ in range(2):
            nodes = [x - mp.legendre(n, x) / slope(x) for x in nodes]
        return [((1 + x) / 2, 1 / ((1 - x * x) * slope(x) ** 2)) for x in nodes]


def log_tail(log_density, slope, curvature, start, sign):
    """The log of the integral of a log-concave density from `start` in the direction `sign`, away from the mode or over it."""
    at, total, base = start, mp.mpf(0), log_density(start)
    while True:
        width = 6 / max(abs(slope(at)), mp.sqrt(abs(curvature(at))))
        # Within some units of 0 the slope may change from nothing to that of a tail.
        ahead = sign * at
        if ahead < LAYER:
            width = min(width, max(6, -LAYER - ahead))
        while -sign * slope(at + sign * width) * width > 8:
            width /= 2
        panel = width * sum(w * mp.exp(log_density(at + sign * width * t) - base) for t, w in rule())
        total += panel
        if panel < NEGLIGIBLE * total:
            return base + mp.log(total)
        at += sign * width


class Unimodal:
    """A variable with a log-concave density: the log of a gamma variable, or the logit of a beta variable."""

    def __init__(self, mode, log_density, slope, curvature):
        self.mode, self.parts = mode, (log_density, slope, curvature)

    def tails(self, u):
        """The probabilities below and above u, each with all its digits."""
        sign = -1 if u < self.mode else 1
        near = mp.exp(log_tail(*self.parts, u, sign))
        # The other side of the mode may have little mass: it must not come from a difference.
        far = 1 - near if near < 0.9 else mp.exp(log_tail(*self.parts, u, -sign))
        return (near, far) if sign < 0 else (far, near)

    def quantile(self, p, start):
        """The u with probability p below, by Newton's method on the log of a tail, which is concave."""
        side = 0 if p < mp.mpf(0.5) else 1
        target, u = mp.log(p if side == 0 else 1 - p), start
        for _ in range(40):
            log = mp.log(self.tails(u)[side])
            step = (log - target) / mp.exp(self.parts[0](u) - log)
            u += step if side else -step
            if abs(log - target) < mp.mpf(10) ** -11:
                return u
        raise ArithmeticError(f"quantile: no convergence at p = {p}")


def log_gamma_variable(a):
    constant = mp.loggamma(a)
    return Unimodal(mp.log(a), lambda u: a * u - mp.exp(u) - constant, lambda u: a - mp.exp(u), lambda u: mp.exp(u))


def logit_beta_variable(a, b):
    constant = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    expit = lambda u: 1 / (1 + mp.exp(-u))
    return Unimodal(
        mp.log(a / b), lambda u: -a * mp.log1p(mp.exp(-u)) - b * mp.log1p(mp.exp(u)) - constant,
        lambda u: a * expit(-u) - b * expit(u), lambda u: (a + b) * expit(u) * expit(-u))


def by_log_gamma(a, x):
    """P(a, x) and Q(a, x)."""
    return log_gamma_variable(a).tails(mp.log(x)) if x > 0 else (mp.mpf(0), mp.mpf(1))


def by_logit_beta(a, b, u):
    """I_x(a, b) and its complement, at the logit u of x."""
    return logit_beta_variable(a, b).tails(u)


def count_entropy(log_mass, mean, deviation, high=mp.inf):
    """The entropy of counts: a sum over the integers, or over 16 nodes per deviation where the masses change slowly."""
    term = lambda k: (lambda l: -mp.exp(l) * l)(log_mass(k))
    if deviation > 60 and mean - 15 * deviation > 0 and mean + 15 * deviation < high:
        ends = [mean + n * deviation for n in range(-14, 14)]
        return sum(deviation * sum(w * term(e + deviation * t) for t, w in rule()) for e in ends)
    total, middle = mp.mpf(0), int(mean)
    for step, k in ((1, middle), (-1, middle - 1)):
        while 0 <= k <= high:
            value = term(k)
            total += value
            if abs(k - middle) > 4 * deviation + 5 and abs(value) < NEGLIGIBLE * abs(total):
                break
            k += step
    return total
