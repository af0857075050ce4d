"""Mutual information of the tasks of Czyz et al. 2023, and their maps, by numpy and scipy alone.

Truths by canonical correlations, by radial quadrature of Student-t entropies, and by quadrature of the density of a sum of uniforms; then
each base distribution once more by Monte Carlo of scipy's log densities, or by a nearest-neighbour estimate of many draws.
"""
from fixtures import Program, oracle

np = oracle("numpy")
quad = oracle("scipy.integrate").quad
linalg = oracle("scipy.linalg")
expm, sqrtm = linalg.expm, linalg.sqrtm
brentq = oracle("scipy.optimize").brentq
cKDTree = oracle("scipy.spatial").cKDTree
special = oracle("scipy.special")
digamma, gammaln = special.digamma, special.gammaln
stats = oracle("scipy.stats")
multivariate_normal, multivariate_t, norm = stats.multivariate_normal, stats.multivariate_t, stats.norm
N = 200_000


def dense(d):
    return np.eye(2 * d) / 2 + 0.5


def two_pairs(d):
    sigma = np.eye(2 * d)
    for i in range(2):
        sigma[i, d + i] = sigma[d + i, i] = 0.8
    return sigma


def gaussian(sigma, d):
    """By canonical correlations, the singular values of the whitened cross-covariance."""
    white_x = np.linalg.inv(np.real(sqrtm(sigma[:d, :d])))
    white_y = np.linalg.inv(np.real(sqrtm(sigma[d:, d:])))
    r = np.linalg.svd(white_x @ sigma[:d, d:] @ white_y, compute_uv=False)
    return float(-0.5 * np.sum(np.log1p(-(r**2))))


def student_entropy(d, df):
    """-E log f, integrated over the radius t / (1 - t)."""
    log_area = np.log(2) + d / 2 * np.log(np.pi) - gammaln(d / 2)
    at_zero = multivariate_t(np.zeros(d), np.eye(d), df).logpdf(np.zeros(d))

    def integrand(t):
        r = t / (1 - t)
        log_f = at_zero - (df + d) / 2 * np.log1p(r * r / df)
        return -np.exp(log_area + (d - 1) * np.log(r) + log_f) * log_f / (1 - t) ** 2

    return quad(integrand, 0, 1, limit=2000, epsabs=1e-11, epsrel=1e-11)[0]


def student(d, df):
    return 2 * student_entropy(d, df) - student_entropy(2 * d, df)


def additive(noise):
    density = lambda y: max(0.0, min(1.0, y + noise) - max(0.0, y - noise)) / (2 * noise)
    h = lambda y: -density(y) * np.log(density(y)) if density(y) > 0 else 0.0
    corners = sorted([-noise, noise, 1 - noise, 1 + noise])
    parts = [quad(h, a, b, epsabs=1e-12)[0] for a, b in zip(corners, corners[1:])]
    return sum(parts) - np.log(2 * noise)


def normal_draws(sigma, n, rng):
    """By Cholesky factors: scipy's draws depend on the signs of singular vectors, which differ between machines."""
    return rng.standard_normal((n, len(sigma))) @ np.linalg.cholesky(sigma).T


def ratio(joint, x, y, draws, d):
    values = joint.logpdf(draws) - x.logpdf(draws[:, :d]) - y.logpdf(draws[:, d:])
    return {"mean": float(values.mean()), "standardError": float(values.std() / np.sqrt(len(values)))}


def ksg(x, y, k=5):
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    reach = cKDTree(np.hstack([x, y])).query(np.hstack([x, y]), k + 1, p=np.inf)[0][:, -1]
    count = lambda z: cKDTree(z).query_ball_point(z, np.nextafter(reach, 0), p=np.inf, return_length=True)
    value = digamma(k) + digamma(len(x)) - np.mean(digamma(count(x)) + digamma(count(y)))
    return {"mean": float(value), "standardError": 1 / np.sqrt(len(x)) * 2, "bias": 0.01}


# Maps
def spiral(row, first, speed):
    generator = np.zeros((len(row), len(row)))
    generator[first, first + 1], generator[first + 1, first] = -1, 1
    return expm(generator * speed * (row @ row)) @ row


def to_mixture(v, weight, means):
    if v < 0:
        f = lambda t: weight * norm.cdf(t - means[0]) + (1 - weight) * norm.cdf(t - means[1]) - norm.cdf(v)
    else:
        f = lambda t: norm.sf(v) - weight * norm.sf(t - means[0]) - (1 - weight) * norm.sf(t - means[1])
    return brentq(f, -40, 40, xtol=1e-13)


def swiss(u):
    t = 1.5 * np.pi * (1 + 2 * u)
    return np.stack([t * np.cos(t), t * np.sin(t)], -1) / 21


def wiggly_x(x):
    return x + 0.4 * np.sin(x) + 0.2 * np.sin(1.7 * x + 1) + 0.03 * np.sin(3.3 * x - 2.5)


def wiggly_y(x):
    return x - 0.4 * np.sin(0.4 * x) + 0.17 * np.sin(1.3 * x + 3.5) + 0.02 * np.sin(4.3 * x - 2.5)


def all_truths():
    truths = {}
    bivariate = gaussian(np.array([[1, 0.75], [0.75, 1]]), 1)
    for name in ["Bivariate normal 1 x 1", "Bimodal 1 x 1", "Swiss roll 2 x 1"]:
        truths[name] = bivariate
    for map_ in ["Normal CDF", "Wiggly", "Half-cube"]:
        truths[f"{map_} @ Bivariate normal 1 x 1"] = bivariate
    for noise in [0.1, 0.75]:
        truths[f"Uniform 1 x 1 (additive noise={noise})"] = additive(noise)
    for d in [2, 3, 5, 25, 50]:
        truths[f"Multinormal {d} x {d} (dense)"] = gaussian(dense(d), d)
    for d in [2, 3, 5, 25]:
        truths[f"Multinormal {d} x {d} (2-pair)"] = gaussian(two_pairs(d), d)
    for d in [3, 5, 25]:
        for map_ in ["Normal CDF", "Half-cube", "Spiral", "Spiral @ Normal CDF"]:
            truths[f"{map_} @ Multinormal {d} x {d} (2-pair)"] = gaussian(two_pairs(d), d)
    for d, df in [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (5, 2), (5, 3)]:
        truths[f"Student-t {d} x {d} (dof={df})"] = student(d, df)
    for d, df in [(1, 1), (2, 1), (3, 2), (5, 2)]:
        truths[f"Asinh @ Student-t {d} x {d} (dof={df})"] = student(d, df)
    assert len(truths) == 40
    return truths


def all_checks(rng):
    checks = {}
    for label, make in [("dense", dense), ("2-pair", two_pairs)]:
        for d in [2, 5, 25]:
            sigma = make(d)
            joint = multivariate_normal(np.zeros(2 * d), sigma)
            checks[f"Multinormal {d} x {d} ({label})"] = ratio(
                joint,
                multivariate_normal(np.zeros(d), sigma[:d, :d]),
                multivariate_normal(np.zeros(d), sigma[d:, d:]),
                normal_draws(sigma, N // 4, rng),
                d,
            )
    for d, df in [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (5, 2), (5, 3)]:
        joint, one = multivariate_t(np.zeros(2 * d), np.eye(2 * d), df), multivariate_t(np.zeros(d), np.eye(d), df)
        draws = rng.standard_normal((N, 2 * d)) / np.sqrt(rng.chisquare(df, (N, 1)) / df)
        checks[f"Student-t {d} x {d} (dof={df})"] = ratio(joint, one, one, draws, d)
    z = normal_draws(np.array([[1, 0.75], [0.75, 1]]), N, rng)
    u = norm.cdf(z)
    checks["Normal CDF @ Bivariate normal 1 x 1"] = ksg(u[:, 0], u[:, 1])
    checks["Wiggly @ Bivariate normal 1 x 1"] = ksg(wiggly_x(z[:, 0]), wiggly_y(z[:, 1]))
    checks["Half-cube @ Bivariate normal 1 x 1"] = ksg(z[:, 0] * abs(z[:, 0]) ** 0.5, z[:, 1] * abs(z[:, 1]) ** 0.5)
    checks["Swiss roll 2 x 1"] = ksg(swiss(u[:, 0]), u[:, 1])
    x = rng.uniform(size=N)
    for noise in [0.1, 0.75]:
        checks[f"Uniform 1 x 1 (additive noise={noise})"] = ksg(x, x + rng.uniform(-noise, noise, N))
    return checks


def beyond_normal():
    rng = np.random.default_rng(23)
    checks = all_checks(rng)
    row = np.round(rng.normal(size=5), 3)
    line = [-6.0, -1.3, 0.0, 0.4, 2.5, 7.0]
    return {
        "truths": all_truths(),
        "checks": checks,
        "row": row.tolist(),
        "spiral": {"first": 1, "speed": 0.2, "out": spiral(row, 1, 0.2).tolist()},
        "line": line,
        "wigglyX": [wiggly_x(v) for v in line],
        "wigglyY": [wiggly_y(v) for v in line],
        "halfCube": [v * abs(v) ** 0.5 for v in line],
        "normalCdf": [float(norm.cdf(v)) for v in line],
        "inverseSinh": [float(np.log(v + np.hypot(v, 1))) if v >= 0 else -float(np.log(-v + np.hypot(v, 1))) for v in line],
        "mixture": [to_mixture(v, 0.3, (0, 5)) for v in line],
        "swissRoll": {"u": 0.3, "out": swiss(np.array(0.3)).tolist()},
    }


# The estimates are sums of 200,000 terms.
program = Program(__file__, oracles=("numpy", "scipy"), relative=1e-7, in_sample=False)
program.add("packages/datasets/test/fixtures/beyond-normal.json", beyond_normal)


if __name__ == "__main__":
    program.main()
