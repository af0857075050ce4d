"""Values of the special functions, by mpmath at 25 to 40 digits."""
from functools import partial

from fixtures import Program, f32, number, oracle
from functions import incomplete_gamma

mp = oracle("mpmath")
stats = oracle("scipy.stats")

POSITIVE = [f32(x) for x in (
    1e-44, 1e-38, 1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.75, 0.9, 0.99, 0.9999, 1.0001, 1.01, 1.1, 1.25,
    1.4616321, 1.5, 1.75, 1.99, 1.9999, 2.0001, 2.01, 2.25, 2.5, 2.75, 3, 4, 5.5, 7, 9.9, 10, 15, 19.9, 20, 33, 50, 100, 1e3,
    1e4, 1e5, 1e6, 1e8, 1e10, 1e20, 1e30, 1e36)]
REAL = sorted([f32(s * x) for s in (1, -1) for x in (
    1e-40, 1e-30, 1e-20, 1e-10, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.49, 0.51, 0.9, 1.1, 1.5, 1.99, 2.01, 2.5, 3, 4, 5, 5.9, 6.1, 8,
    9, 13, 20, 24, 26, 38, 50, 100, 1e3)])
SHAPES = [f32(x) for x in (1e-20, 1e-5, 1e-3, 0.1, 0.5, 0.9, 1, 1.5, 3, 9.9, 10.1, 30, 100, 1e3, 1e4)]


def betacdf(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


def betacdf(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


def log_gamma_gradient(a, logz):
    """d log z / d a at fixed probability = -(dP/da) / (z pdf(z))."""
    a, z = mp.mpf(a), mp.exp(mp.mpf(logz))
    dp = mp.quad(lambda u: mp.exp((a - 1) * (mp.log(z) + u) - z * mp.exp(u) + mp.log(z) + u) * (mp.log(z) + u - mp.digamma(a)),
                 [-200 / a, -50 / a, -10 / a, -1 / a, -0.1 / a, 0] if a < 1 else [-mp.inf, -10, -2, -1, -0.5, -0.1, 0])
    return -dp / mp.exp(a * mp.log(z) - z)


def von_mises_gradient(k, z):
    k, z = mp.mpf(k), mp.mpf(z)
    mean = mp.besseli(1, k) / mp.besseli(0, k)
    integrand = lambda t: (mean - mp.cos(t)) * mp.exp(k * (mp.cos(t) - mp.cos(z)))
    if mp.cos(z) < mean:
        return -mp.sign(z) * mp.quad(integrand, mp.linspace(abs(z), mp.pi, 60))
    return mp.quad(integrand, mp.linspace(0, z, 40))


def at(digits, f, arguments):
    with mp.workdps(digits):
        values = f(*arguments)
        return [*arguments, *(number(v) for v in (values if isinstance(values, tuple) else (values,)))]


def rows(f, points, digits=40):
    """A function per point that makes the row of its arguments and values."""
    return [partial(at, digits, f, point if isinstance(point, tuple) else (point,)) for point in points]


def betaln(a, b):
    return mp.log(mp.beta(a, b)) if a + b < 1e6 else mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(mp.mpf(a) + b)


def gamma_points():
    """Shapes with their quantiles in log space, which are inputs."""
    for a in (0.01, 0.1, 0.5, 0.9, 1, 2, 5, 20, 100):
        for q in (1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 0.999999):
            z = stats.gamma.ppf(q, a)
            if z >= 1e-200:
                yield a, float(mp.log(z))


def special():
    negative = list(map(f32, (-0.1, -0.5, -1.5, -2.7, -10.3)))
    inc = [(a, f32(a * r)) for a in SHAPES if a > 1e-4 for r in (1e-6, 0.1, 0.5, 0.8, 0.97, 1, 1.03, 1.2, 2, 5)]
    inc += [(a, x) for a in map(f32, (1e-3, 0.1, 0.4)) for x in map(f32, (0.3, 0.9, 1.05, 5, 30))]
    inc += [(a, f32(a + s * a**0.5)) for a in (3e4, 1e5, 1e6) for s in (-5, -3, -1, -0.1, 0, 0.1, 1, 3, 5)]
    betas = [(a, b, x) for a in map(f32, (0.01, 0.1, 0.5, 1, 2.5, 10, 80, 600)) for b in map(f32, (0.02, 0.5, 1, 3, 40, 500))
             for x in map(f32, (1e-6, 0.01, 0.3, 0.5, 0.9, 0.999))]
    slopes = [(a, b, x) for a in (0.1, 0.5, 1, 3, 30) for b in (0.2, 1, 4, 50) for x in (0.01, 0.3, 0.7, 0.98)]
    arcs = [(k, z) for k in (0.01, 0.5, 2, 10, 100, 1000) for z in (-3, -1.2, -0.05, 1e-3, 0.02, 0.08, 0.3, 1, 2, 3.1)]
    with mp.workdps(25):
        betas = [p for p in betas if betacdf(*p) > 1e-300]
        slopes = [p for p in slopes if 1e-12 < betacdf(*p) < 1 - 1e-10]
    return {
        "lgamma": rows(lambda x: mp.re(mp.loggamma(x)) if x > 0 else mp.log(abs(mp.gamma(x))), POSITIVE + negative),
        "digamma": rows(mp.digamma, POSITIVE + negative),
        **{f"polygamma{n}": rows(partial(mp.polygamma, n), [x for x in POSITIVE if 1e-9 < x < 1e9]) for n in (1, 2, 3)},
        "betaln": rows(betaln, [(a, b) for a in SHAPES + [1e8, f32(1e20)] for b in SHAPES]),
        "erf": rows(mp.erf, REAL),
        "erfc": rows(mp.erfc, [x for x in REAL if x < 26]),
        "erfcx": rows(lambda x: mp.exp(mp.mpf(x) ** 2) * mp.erfc(x), [x for x in REAL if -20 < x]),
        "logNdtr": rows(lambda x: mp.log(mp.ncdf(x)) if x < 5 else mp.log1p(-mp.ncdf(-x)), REAL),
        "erfinv": rows(mp.erfinv, map(f32, (
            -0.9999, -0.99, -0.7, -0.51, -0.49, -0.1, -1e-5, 1e-30, 1e-10, 1e-5, 1e-3, 0.1, 0.3, 0.499, 0.501, 0.7, 0.9, 0.99, 0.999,
            0.99999, 0.9999999))),
        "ndtri": rows(lambda x: mp.sqrt(2) * mp.erfinv(2 * mp.mpf(x) - 1), map(f32, (
            1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.01, 0.1, 0.24, 0.26, 0.4, 0.5001, 0.6, 0.74, 0.76, 0.9, 0.99, 0.9999, 0.9999999))),
        "i0e": rows(lambda x: mp.besseli(0, x) * mp.exp(-abs(x)), REAL),
        "i1e": rows(lambda x: mp.besseli(1, x) * mp.exp(-abs(x)), REAL),
        "log1mexp": rows(lambda x: mp.log(-mp.expm1(x)), [-x for x in POSITIVE if 1e-30 < x < 200]),
        "logaddexp": rows(lambda a, b: mp.log(mp.exp(a) + mp.exp(b)), [(a, b) for a in (-1e3, -10, -1, 0, 1e-3, 1, 30, 1e3) for b in (-1e3, -9, 0, 2, 1e3)]),
        "log1p": rows(mp.log1p, [x for x in REAL if x > -1]),
        "gammainc": rows(incomplete_gamma, [(a, x) for a, x in inc if a < 1e3 or abs(x - a) <= 12 * a**0.5], 25),
        "betainc": rows(betacdf, betas, 25),
        "logGammaShapeGradient": rows(log_gamma_gradient, gamma_points(), 25),
        "vonMisesConcentrationGradient": rows(von_mises_gradient, [(k, z) for k, z in arcs if k * (1 - float(mp.cos(z))) < 60], 25),
        "betaincShapeGradient": rows(lambda a, b, x: mp.diff(lambda t: betacdf(t, b, x), a), slopes, 25),
    }


program = Program(__file__, oracles=("mpmath", "scipy"), relative=1e-12, floor=1e-300)
program.add("packages/math/test/fixtures/special.json", special)


if __name__ == "__main__":
    program.main()
