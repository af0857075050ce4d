"""KL divergences of latents and of torch.distributions, both in float32, against quadrature of scipy's densities in float64.

The judge is packages/core/test/fixtures/kl (tools/reference/kl.py). Prints the table of bench/RESULTS.md: for each pair of
families that both answer the worst relative error over its points, where the divergence is finite and at least 1e-3 nats. An answer
that is NaN, below -1e-5, infinite for a finite divergence or finite for an infinite one is wrong, and counted apart.
Run after a build: python3 bench/distributions/kl-pairs.py
"""
import json
import math
import subprocess
from pathlib import Path

import torch.distributions as D

from fixtures import fixtures
from torch_families import MAKE, build

here = Path(__file__).resolve().parent
rows = [(q, *row) for q, file in fixtures("kl").items() for row in file["rows"]]
latents = json.loads(subprocess.run(["node", str(here / "kl-pairs.mjs")], capture_output=True, text=True, check=True).stdout)


def torch_kl(q, a, p, b):
    if q not in MAKE or p not in MAKE:
        return None
    try:
        return float(D.kl_divergence(build(q, a), build(p, b)))
    except NotImplementedError:
        return None


class Side:
    """What one side does with the points of a pair: no answer, a wrong one, or an error."""

    def __init__(self):
        self.points, self.answers, self.wrong, self.errors = 0, 0, [], []

    def add(self, got, right):
        self.points += 1
        if got is None:
            return
        self.answers += 1
        if math.isinf(right) or not math.isfinite(got) or got < -1e-5:
            if got != right:
                self.wrong.append(f"{got:.3g} for {right:.3g}")
        elif right >= 1e-3:
            self.errors.append(abs(got - right) / right)

    def cell(self):
        parts = [f"{max(self.errors):.1e}".replace("e-0", "e-")] if self.errors else []
        if self.answers < self.points:
            parts.append(f"no answer at {self.points - self.answers} of {self.points}")
        if self.wrong:
            parts.append(f"{len(self.wrong)} of {self.points} wrong: {self.wrong[0]}")
        return "; ".join(parts) or "infinite"


pairs = {}
for (q, a, p, b, right), ours in zip(rows, latents):
    entry = pairs.setdefault((q, p), (Side(), Side()))
    for side, got in zip(entry, (ours, torch_kl(q, a, p, b))):
        side.add(None if got is None else float(got), float(right))

both = {k: e for k, e in pairs.items() if e[0].answers and e[1].answers}
shown = {k: e for k, e in both.items() if any(s.errors or s.wrong or s.answers < s.points for s in e)}
print("| KL(q, p) | latents | torch |\n| -------- | ------- | ----- |")
for (q, p), (ours, theirs) in shown.items():
    print(f"| {q}, {p} | {ours.cell()} | {theirs.cell()} |")
print(f"\n{len(pairs)} pairs of families at {len(rows)} points. Both answer {len(both)}, of which {len(both) - len(shown)} are infinite at all points, and both right.")
for i, name in enumerate(("latents", "torch")):
    worst = sorted(max(e[i].errors) for e in both.values() if e[i].errors)
    wrong = sum(bool(e[i].wrong) for e in both.values())
    print(f"{name}, where both answer: worst {worst[-1]:.1e}, median pair {worst[len(worst) // 2]:.1e}, pairs with wrong answers {wrong}, with points unanswered {sum(e[i].answers < e[i].points for e in both.values())}")
    alone = {k: e[i] for k, e in pairs.items() if e[i].answers and not e[1 - i].answers}
    finite = [max(s.errors) for s in alone.values() if s.errors]
    print(f"{name} alone: {len(alone)} pairs, {len(finite)} of them finite somewhere" + (f", worst {max(finite):.1e}" if finite else f": {', '.join(' and '.join(k) for k in alone)}") + f", pairs with wrong answers {sum(bool(s.wrong) for s in alone.values())}")
