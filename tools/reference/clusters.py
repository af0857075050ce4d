"""Agreement of clusters with labels, by scikit-learn and scipy."""
from fixtures import Program, oracle

numpy = oracle("numpy")
linear_sum_assignment = oracle("scipy.optimize").linear_sum_assignment
metrics = oracle("sklearn.metrics")
cluster = oracle("sklearn.metrics.cluster")


def clusters():
    rng = numpy.random.RandomState(0)
    cases = []
    for n, groups, labels, noise in [(50, 4, 4, 0.2), (300, 12, 7, 0.5), (300, 5, 17, 0.3), (40, 9, 3, 1.0), (1000, 45, 49, 0.4)]:
        y = rng.randint(labels, size=n)
        z = numpy.where(rng.rand(n) < noise, rng.randint(groups, size=n), y % groups)
        table = cluster.contingency_matrix(y, z)
        rows, columns = linear_sum_assignment(-table)
        homogeneity, completeness, v = metrics.homogeneity_completeness_v_measure(y, z)
        cases.append({
            "clusters": z.tolist(), "labels": y.tolist(),
            "manyToOne": float(table.max(axis=0).sum() / n),
            "oneToOne": float(table[rows, columns].sum() / n),
            "homogeneity": homogeneity, "completeness": completeness, "vMeasure": v,
            "normalizedInformation": metrics.normalized_mutual_info_score(y, z, average_method="geometric"),
        })
    return {"cases": cases}


program = Program(__file__, oracles=("numpy", "scipy", "sklearn"))
program.add("packages/infotheory/test/fixtures/clusters.json", clusters)


if __name__ == "__main__":
    program.main()
