"""Eigenvalues of symmetric matrices by LAPACK's reduction to tridiagonal form and QR (scipy's driver "ev"), checked against numpy's.

The matrices have entries that both sides can compute exactly, so only their names and sizes are written.
"""
from fixtures import Program, oracle

np = oracle("numpy")
eigh = oracle("scipy.linalg").eigh

# Entry (i, j) of a matrix of n rows. Every function is symmetric in i and j.
ENTRIES = {
    "noise": lambda i, j, n: ((i * j * 7919 + (i + j) * 104729) % 2003) / 2003 - 0.5,
    "hilbert": lambda i, j, n: 1 / (i + j + 1),
    "wilkinson": lambda i, j, n: abs(i - (n - 1) / 2) if i == j else 1.0 if abs(i - j) == 1 else 0.0,
    "graded": lambda i, j, n: 2.0 ** -(i + j),
    "rank 1": lambda i, j, n: (i + 1.0) * (j + 1.0),
    "equal": lambda i, j, n: 3.0 if i == j else 1.0,
    "blocks": lambda i, j, n: 0.0 if i // 2 != j // 2 else 2.0 if i == j else 1.0,
}
SIZES = [("noise", n) for n in (1, 2, 3, 30, 200)]
SIZES += [("hilbert", 12), ("wilkinson", 21), ("graded", 30), ("rank 1", 25), ("equal", 40), ("blocks", 16)]


def row(name, n):
    entry = ENTRIES[name]
    a = np.array([[entry(i, j, n) for j in range(n)] for i in range(n)])
    values = eigh(a, eigvals_only=True, driver="ev")[::-1]
    other = np.linalg.eigvalsh(a)[::-1]
    assert np.abs(values - other).max() <= 1e-13 * np.abs(values).max() * n, name
    return {"name": name, "n": n, "values": values.tolist()}


def make():
    return {"cases": [row(name, n) for name, n in SIZES]}


# Small eigenvalues are rounding errors of the largest one, which is of the order of 1 or more.
program = Program(__file__, oracles=("numpy", "scipy"), relative=1e-9, floor=1.0)
program.add("packages/math/test/fixtures/symmetric-eigen.json", make)


if __name__ == "__main__":
    program.main()
