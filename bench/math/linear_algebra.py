"""The peers of linear-algebra.ts: LAPACK by numpy, and the Frechet distance by scipy's square root of a matrix. Prints CPU milliseconds."""
import json, sys, time
import numpy as np


def milliseconds(run, repeat=1):
    start = time.process_time()
    for _ in range(repeat):
        run()
    return 1000 * (time.process_time() - start) / repeat


def eigenvalues(n):
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    a = ((i * j * 7919 + (i + j) * 104729) % 2003) / 2003 - 0.5
    np.linalg.eigh(a)
    return {"values": milliseconds(lambda: np.linalg.eigvalsh(a), 5), "values and vectors": milliseconds(lambda: np.linalg.eigh(a), 5)}


def frechet(rows, features):
    from scipy.linalg import sqrtm

    rng = np.random.default_rng(1)
    a = rng.normal(size=(rows, features))
    b = rng.normal(size=(rows, features)) * (1 + np.arange(features) / features) + 0.1

    def distance():
        c, d = np.cov(a.T), np.cov(b.T)
        return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c + d - 2 * sqrtm(c @ d).real)

    return {"frechet": milliseconds(distance)}


print(json.dumps(globals()[sys.argv[1]](*map(int, sys.argv[2:]))))
