"""Penalised logistic regressions of iris and of the breast cancer data, by scikit-learn.

The objective is the sum of the negative log-likelihoods plus |W|^2 / (2 C), without the intercepts.
"""
import warnings

from fixtures import ROOT, Program, oracle

np = oracle("numpy")
LogisticRegression = oracle("sklearn.linear_model").LogisticRegression
StandardScaler = oracle("sklearn.preprocessing").StandardScaler


def table(path):
    cells = np.loadtxt(ROOT / path, delimiter=",", skiprows=1)
    return cells[:, :-1], cells[:, -1].astype(int)


def fitted(x, y, c):
    with warnings.catch_warnings():
        # At the minimum its line search finds nothing better.
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=c, solver="newton-cg", tol=1e-8, max_iter=1000).fit(x, y)
    nll = float(-np.log(model.predict_proba(x)[np.arange(len(y)), y]).sum())
    return dict(coef=model.coef_.tolist(), intercept=model.intercept_.tolist(), total_nll_nats=nll,
                objective=nll + float((model.coef_**2).sum()) / (2 * c), accuracy=float(model.score(x, y)))


def logistic_regressions():
    iris, cancer = table("packages/em/test/fixtures/iris.csv"), table("packages/classifiers/test/fixtures/breast_cancer.csv")
    standardised = StandardScaler().fit_transform(cancer[0])
    return dict(results=dict(iris_multinomial_C1=fitted(*iris, 1.0), iris_multinomial_C100=fitted(*iris, 100.0),
                             breast_cancer_standardised_C1=fitted(standardised, cancer[1], 1.0)))


# Newton's method ends at the minimum. scikit-learn's L-BFGS stops 1e-6 nats above it, at weights that differ by 8e-3.
program = Program(__file__, oracles=("numpy", "sklearn"), relative=1e-6, floor=1e-2)
program.add("packages/classifiers/test/fixtures/logreg.json", logistic_regressions)


if __name__ == "__main__":
    program.main()
