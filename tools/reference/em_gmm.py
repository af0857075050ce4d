"""EM traces of Gaussian mixtures on Fisher's iris, by scikit-learn, from three given means and unit covariances."""
import warnings

from fixtures import ROOT, Program, oracle

np = oracle("numpy")
GaussianMixture = oracle("sklearn.mixture").GaussianMixture
MEANS = [[5.1, 3.5, 1.4, 0.2], [7.0, 3.2, 4.7, 1.4], [6.3, 3.3, 6.0, 2.5]]
STEPS = (1, 2, 3, 5, 10, 20, 100)
# Unit covariances, in the shape that each kind of covariance takes.
PRECISIONS = {"full": np.stack([np.eye(4)] * 3), "diag": np.ones((3, 4)), "spherical": np.ones(3), "tied": np.eye(4)}


def fitted(kind, x, steps):
    model = GaussianMixture(
        3, covariance_type=kind, reg_covar=0, tol=0, max_iter=steps,
        weights_init=np.full(3, 1 / 3), means_init=np.array(MEANS), precisions_init=PRECISIONS[kind],
    )
    with warnings.catch_warnings():
        # It does not converge: tol is 0.
        warnings.simplefilter("ignore")
        return model.fit(x)


def traces():
    x = np.loadtxt(ROOT / "packages/em/test/fixtures/iris.csv", delimiter=",", skiprows=1)[:, :4]
    results = {}
    for kind in PRECISIONS:
        trace = [dict(m_steps=n, total_loglik=float(fitted(kind, x, n).score(x) * len(x))) for n in STEPS]
        last = fitted(kind, x, STEPS[-1])
        final = dict(weights=last.weights_.tolist(), means=last.means_.tolist(), covariances=last.covariances_.tolist(), bic=last.bic(x), aic=last.aic(x))
        results[kind] = dict(trace=trace, final=final)
    return dict(data="iris.csv (150x4)", unit="nats, total over 150 rows", init=dict(weights=[1 / 3] * 3, means=MEANS, covariance="identity"), results=results)


program = Program(__file__, oracles=("numpy", "sklearn"))
program.add("packages/em/test/fixtures/gmm_iris.json", traces)


if __name__ == "__main__":
    program.main()
