"""Quantiles of the distributions that the generator draws from (scipy). Writes packages/math/test/fixtures/quantiles.json."""

import json
import pathlib

import numpy as np
from scipy import stats

p = np.arange(1, 64) / 64
quantiles = {
    "uniform": stats.uniform.ppf(p),
    "normal": stats.norm.ppf(p),
    "exponential": stats.expon.ppf(p),
    "gumbel": stats.gumbel_r.ppf(p),
    # Of the logarithm: a draw with a small shape underflows.
    **{f"logGamma {a}": np.log(stats.gamma.ppf(p, a)) for a in (0.01, 0.1, 0.5, 1, 3, 100, 10000)},
}
assert all(np.isfinite(v).all() for v in quantiles.values())
out = pathlib.Path(__file__).parents[2] / "packages/math/test/fixtures/quantiles.json"
out.write_text(json.dumps({"p": p.tolist(), **{k: v.tolist() for k, v in quantiles.items()}}) + "\n")
