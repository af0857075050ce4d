"""Agreement of clusters with labels by scikit-learn and scipy, for packages/infotheory/test/fixtures/clusters.json.

    python3 tools/reference/clusters.py > packages/infotheory/test/fixtures/clusters.json
"""
import json
import sys

import numpy
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import homogeneity_completeness_v_measure, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

rng = numpy.random.RandomState(0)
cases = []
for n, clusters, labels, noise in [(50, 4, 4, 0.2), (300, 12, 7, 0.5), (300, 5, 17, 0.3), (40, 9, 3, 1.0), (1000, 45, 49, 0.4)]:
    y = rng.randint(labels, size=n)
    z = numpy.where(rng.rand(n) < noise, rng.randint(clusters, size=n), y % clusters)
    table = contingency_matrix(y, z)
    rows, columns = linear_sum_assignment(-table)
    homogeneity, completeness, v = homogeneity_completeness_v_measure(y, z)
    cases.append({
        "clusters": z.tolist(), "labels": y.tolist(),
        "manyToOne": float(table.max(axis=0).sum() / n),
        "oneToOne": float(table[rows, columns].sum() / n),
        "homogeneity": homogeneity, "completeness": completeness, "vMeasure": v,
        "normalizedInformation": normalized_mutual_info_score(y, z, average_method="geometric"),
    })
json.dump({"made by": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}", "cases": cases}, sys.stdout)
print()
