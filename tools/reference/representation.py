"""Principal components and a linear probe by scikit-learn, great circles by scipy."""
from fixtures import Program, oracle

np = oracle("numpy")
geometric_slerp = oracle("scipy.spatial").geometric_slerp
PCA = oracle("sklearn.decomposition").PCA
LogisticRegression = oracle("sklearn.linear_model").LogisticRegression
StandardScaler = oracle("sklearn.preprocessing").StandardScaler


def representation():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 120)
    centres = np.array([[1.5, 0, 0, 2], [-1, 1, 0, 0], [0, -1.5, 0, -2]])
    codes = (centres[labels] + rng.normal(size=(120, 4)) * [1, 1, 3, 0.7]).astype(np.float32)
    train, test = codes[:80], codes[80:]
    pca = PCA(3).fit(codes.astype(float))
    scaler = StandardScaler().fit(train)
    probe = LogisticRegression(C=1.0, tol=1e-10, max_iter=10000).fit(scaler.transform(train), labels[:80])
    a, b = rng.normal(size=(2, 5))
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    return {
        "codes": codes.tolist(),
        "labels": labels.tolist(),
        "pca": {
            "mean": pca.mean_.tolist(),
            "components": pca.components_.tolist(),
            "variances": pca.explained_variance_.tolist(),
            "shares": pca.explained_variance_ratio_.tolist(),
            "projected": pca.transform(codes.astype(float)).tolist(),
        },
        "probe": {
            "predictions": probe.predict(scaler.transform(test)).tolist(),
            "accuracy": probe.score(scaler.transform(test), labels[80:]),
        },
        "slerp": {"from": a.tolist(), "to": b.tolist(), "path": geometric_slerp(a, b, np.linspace(0, 1, 7)).tolist()},
    }


program = Program(__file__, oracles=("numpy", "scipy", "sklearn"))
program.add("packages/autoencoders/test/fixtures/representation.json", representation)


if __name__ == "__main__":
    program.main()
