"""Log-densities, their derivatives, moments and entropies of truncated normals at the edges, by quadrature with 60 digits in mpmath.

Infinite bounds, sharp and vague scales, far tails and narrow intervals.
"""
from fixtures import Program, f32, number, oracle

mpmath = oracle("mpmath")
from mpmath import exp, inf, log, mp, mpf, quad, sqrt

mp.dps = 60
# loc, scale, low, high, x
POINTS = [
    (0.5, 2, 0, inf, 1), (0.5, 2, -inf, 1, 0.4), (0.5, 2, -inf, inf, 1), (-1, 1, 0, inf, 0.5),
    (0.5, 1e-7, 0, 1, 0.5), (54000, 2.97, 0, 1e9, 54001),
    (0.3, 1e4, 0, 1, 0.7), (0.3, 1e5, 0, 1, 0.7), (0.3, 1e6, 0, 1, 0.7), (0.3, 1e7, 0, 1, 0.7), (0.3, 1e20, 0, 1, 0.7),
    (0, 1, 1000, inf, 1000.001), (0, 1, 1e4, inf, 10000), (1e6, 1, 0, 1000, 1000), (-1e4, 1, 0, inf, 1e-4),
    (-1000, 1, 0, inf, 1e-3), (0, 1, -inf, -30, -30.125), (0, 1, -0.001953125, 0.0009765625, 0), (5, 2, -1, 1, 0.5),
]  # fmt: skip


def numbers(loc, scale, low, high):
    mode = min(max(loc, low), high)
    d = (mode - loc) / scale

    def relative(x):
        t = (x - mode) / scale
        return -t * (t / 2 + d)

    reach = scale * 200 / (abs(d) + sqrt(d * d + 200))
    a, b = max(low, mode - reach), min(high, mode + reach)
    breaks = sorted({a, mode, b} | {a + (b - a) * k / 12 for k in range(13)})

    def integral(f):
        return quad(lambda x: f(x) * exp(relative(x)), breaks)

    mass = integral(lambda x: 1)
    mean = integral(lambda x: x) / mass
    variance = integral(lambda x: (x - mean) ** 2) / mass
    entropy = log(mass) - integral(relative) / mass
    return mean, variance, entropy, lambda x: relative(x) - log(mass)


def row(point):
    rounded = [mpf(v) if v in (inf, -inf) else mpf(f32(v)) for v in point]
    loc, scale, low, high, x = rounded
    mean, variance, entropy, log_prob = numbers(loc, scale, low, high)
    h = mpf(10) ** -15
    by_loc = (numbers(loc + h * scale, scale, low, high)[3](x) - numbers(loc - h * scale, scale, low, high)[3](x)) / (
        2 * h * scale
    )
    by_scale = (
        numbers(loc, scale * (1 + h), low, high)[3](x) - numbers(loc, scale * (1 - h), low, high)[3](x)
    ) / (2 * h * scale)
    values = [log_prob(x), mean, variance, entropy, by_loc, by_scale]
    return [number(v) for v in (*point, *values)]


program = Program(__file__, oracles=("mpmath",), relative=1e-9)
program.add(
    "packages/core/test/fixtures/truncated-normal.json",
    lambda: {"rows": [lambda point=point: row(point) for point in POINTS]},
)

if __name__ == "__main__":
    program.main()
