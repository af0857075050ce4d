"""Canonical correlations of a small sample, by numpy and scipy's matrix square root."""
from fixtures import Program, oracle

np = oracle("numpy")
sqrtm = oracle("scipy.linalg").sqrtm


def canonical():
    rng = np.random.default_rng(5)
    z = rng.normal(size=(60, 2))
    x = np.round(z @ rng.normal(size=(2, 4)) + rng.normal(size=(60, 4)), 3)
    y = np.round(z @ rng.normal(size=(2, 3)) + rng.normal(size=(60, 3)), 3)
    u, v = x - x.mean(0), y - y.mean(0)
    white = lambda a: np.linalg.inv(np.real(sqrtm(a.T @ a)))
    correlations = np.linalg.svd(white(u) @ u.T @ v @ white(v), compute_uv=False)
    return {"x": x.tolist(), "y": y.tolist(), "correlations": correlations.tolist()}


program = Program(__file__, oracles=("numpy", "scipy"))
program.add("packages/infotheory/test/fixtures/canonical.json", canonical)


if __name__ == "__main__":
    program.main()
