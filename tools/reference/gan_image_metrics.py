"""Frechet distances by scipy's matrix square root, and precision and recall by its distances between all pairs."""
from fixtures import Program, oracle

np = oracle("numpy")
sqrtm = oracle("scipy.linalg").sqrtm
cdist = oracle("scipy.spatial.distance").cdist


def frechet(a, b):
    c, d = np.atleast_2d(np.cov(a.T)), np.atleast_2d(np.cov(b.T))
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c + d - 2 * sqrtm(c @ d).real))


def share(points, of, k):
    radii = np.sort(cdist(of, of), 1)[:, k]
    return float((cdist(points, of) <= radii).any(1).mean())


def image_metrics():
    rng = np.random.default_rng(21)
    cases = []
    for n, m, d, shift, k in [(40, 60, 1, 2.0, 3), (50, 50, 4, 0.5, 3), (30, 80, 8, 1.0, 2), (60, 60, 3, 3.0, 5)]:
        a = rng.normal(size=(n, d)) @ rng.normal(size=(d, d))
        b = rng.normal(size=(m, d)) @ rng.normal(size=(d, d)) + shift
        cases.append(
            dict(
                a=a.tolist(), b=b.tolist(), k=k, frechet=frechet(a, b), precision=share(b, a, k), recall=share(a, b, k)
            )
        )
    return {"cases": cases}


program = Program(__file__, oracles=("numpy", "scipy"))
program.add("packages/gan/test/fixtures/image-metrics.json", image_metrics)


if __name__ == "__main__":
    program.main()
