"""Quantiles of the distributions that the generator of random numbers draws from, by scipy."""
from fixtures import Program, oracle

np = oracle("numpy")
stats = oracle("scipy.stats")


def quantiles():
    p = np.arange(1, 64) / 64
    out = {
        "uniform": stats.uniform.ppf(p),
        "normal": stats.norm.ppf(p),
        "exponential": stats.expon.ppf(p),
        "gumbel": stats.gumbel_r.ppf(p),
        # Logarithms of gamma variables: a draw with a small shape underflows.
        **{f"logGamma {a}": np.log(stats.gamma.ppf(p, a)) for a in (0.01, 0.1, 0.5, 1, 3, 100, 10000)},
    }
    assert all(np.isfinite(v).all() for v in out.values())
    return {"p": p.tolist(), **{k: v.tolist() for k, v in out.items()}}


program = Program(__file__, oracles=("numpy", "scipy"))
program.add("packages/math/test/fixtures/quantiles.json", quantiles)

if __name__ == "__main__":
    program.main()
