"""Principal components and a linear probe by scikit-learn, great circles by scipy, for packages/autoencoders/test/fixtures/representation.json.

Run: python3 tools/reference/representation.py > packages/autoencoders/test/fixtures/representation.json
"""
import json

import numpy as np
from scipy.spatial import geometric_slerp
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

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
print(json.dumps({
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
}))
