"""torch.distributions at the points of our fixtures, in float32: the worst relative error of log-probabilities and entropies.

The same numbers of latents come from worst-errors.mjs. Run: python3 bench/distributions/worst-errors.py
"""
import torch

from fixtures import fixtures
from torch_families import MAKE, build

t = lambda v: torch.tensor(v, dtype=torch.float32)
for name, file in fixtures("distributions").items():
    points = file["rows"]
    if name not in MAKE:
        print(f"{name}\tnot in torch")
        continue
    worst = {}
    for row in points:
        d = build(name, row["params"])
        for method, call in (("logProb", lambda: d.log_prob(t(row["x"]))), ("entropy", lambda: d.entropy())):
            try:
                got = float(call())
            except (NotImplementedError, ValueError, AttributeError):
                worst[method] = float("nan")
                continue
            right = float(row[method])
            if abs(right) < 1e-3 or right != right or abs(right) == float("inf"):
                continue
            worst[method] = max(worst.get(method, 0.0), abs(got - right) / abs(right))
    print(name, *(f"{m} {worst.get(m, float('nan')):.1e}" for m in ("logProb", "entropy")), sep="\t")
