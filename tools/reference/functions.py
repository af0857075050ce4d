"""Functions that mpmath lacks, or that it cannot compute at large parameters. Their precision is the caller's."""
from fixtures import oracle

mp = oracle("mpmath")


def exp(x):
    """e^x, which is 0 or infinite where mpmath would have no memory for the exponent."""
    return mp.exp(x) if abs(x) < mp.mpf(10) ** 80 else mp.inf if x > 0 else mp.mpf(0)


def incomplete_gamma(a, x):
    """Both regularized incomplete gamma functions, P(a, x) and Q(a, x)."""
    a, x = mp.mpf(a), mp.mpf(x)
    if x <= 0:
        return mp.mpf(0), mp.mpf(1)
    if mp.isinf(x):
        return mp.mpf(1), mp.mpf(0)
    with mp.extradps(2 * int(mp.log10(a + x + 10)) + 5):
        front = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
        lower = x < a + 1
        value = front * (gamma_series(a, x) if lower else gamma_fraction(a, x))
    return (value, 1 - value) if lower else (1 - value, value)


def gamma_series(a, x):
    """The sum of x^n / (a (a + 1) ... (a + n)), whose terms are all positive."""
    term = total = 1 / a
    n = 1
    while term > mp.eps * total:
        term *= x / (a + n)
        total += term
        n += 1
    return total


def gamma_fraction(a, x):
    """Q(a, x) without its front factor, by Lentz's method (DLMF 8.9.2)."""
    b = x + 1 - a
    c, d = mp.inf, 1 / b
    f = d
    for n in range(1, 1_000_000):
        term = -n * (n - a)
        b += 2
        d = 1 / (term * d + b)
        c = b + term / c
        f *= c * d
        if abs(c * d - 1) <= mp.eps:
            return f
    raise ArithmeticError(f"gamma_fraction: no convergence at a = {a}, x = {x}")


def incomplete_beta(a, b, x):
    """Both regularized incomplete beta functions, I_x(a, b) and I_{1-x}(b, a)."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    if x <= 0:
        return mp.mpf(0), mp.mpf(1)
    if x >= 1:
        return mp.mpf(1), mp.mpf(0)
    # The continued fraction converges fast on the side of the mean where the tail is.
    if x < (a + 1) / (a + b + 2):
        lower = beta_fraction(a, b, x)
        return lower, 1 - lower
    upper = beta_fraction(b, a, 1 - x)
    return 1 - upper, upper


def beta_fraction(a, b, x):
    """I_x(a, b) by Lentz's method on its continued fraction (DLMF 8.17.22)."""
    front = mp.exp(a * mp.log(x) + b * mp.log1p(-x) - log_beta(a, b)) / a
    c, d = mp.mpf(1), 1 / (1 - (a + b) * x / (a + 1))
    f = d
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = f
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            f *= c * d
        if abs(f - before) <= mp.eps * abs(f):
            return front * f
    raise ArithmeticError(f"beta_fraction: no convergence at a = {a}, b = {b}, x = {x}")


def log_beta(a, b):
    # loggamma(a) and loggamma(a + b) cancel where one shape is large.
    with mp.extradps(2 * max(0, int(mp.log10(a + b))) + 10):
        return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def quantile(p, cdf, density, start, low=-mp.inf, high=mp.inf, rounds=200):
    """The x with cdf(x) = p: Newton's method from `start`, halving towards the bracket where a step leaves it."""
    p, x = mp.mpf(p), mp.mpf(start)
    bottom, top = mp.mpf(low), mp.mpf(high)
    for _ in range(rounds):
        error = cdf(x) - p
        bottom, top = (x, top) if error < 0 else (bottom, x)
        slope = density(x)
        step = error / slope if slope else mp.inf
        if abs(step) <= abs(x) * mp.mpf(10) ** (-25) or error == 0:
            return x - step if error else x
        x = x - step
        if not bottom < x < top:
            x = (bottom + top) / 2 if mp.isfinite(bottom) and mp.isfinite(top) else (2 * top if mp.isinf(bottom) else 2 * bottom)
    raise ArithmeticError(f"quantile: no convergence at p = {p}")


def phi(z):
    """The normal distribution function, with all digits in its left tail."""
    return mp.erfc(-z / mp.sqrt(2)) / 2


def normal_log_density(z):
    return -z * z / 2 - mp.log(2 * mp.pi) / 2


def normal_quantile(p):
    # 2 p - 1 loses as many digits as 1 / p has.
    with mp.extradps(max(0, int(-mp.log10(p))) + 5):
        return mp.sqrt(2) * mp.erfinv(2 * p - 1)
