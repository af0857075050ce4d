"""Trajectories of PyTorch's AdamW, for packages/core/test/fixtures/optimizers.json: parameters after each step along fixed gradients.

Run: python3 tools/reference/core_optimizers.py > packages/core/test/fixtures/optimizers.json
"""
import json
import torch

torch.manual_seed(0)
start = torch.randn(5)
# From large to tiny: where the root of the mean square is of the size of epsilon.
gradients = torch.randn(20, 5) * torch.tensor([100.0, 1.0, 1e-2, 1e-5, 1e-8])


def trajectory(lr, betas, eps, weight_decay, rates=None):
    w = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.AdamW([w], lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
    out = []
    for i, gradient in enumerate(gradients):
        if rates is not None:
            optimizer.param_groups[0]["lr"] = rates[i]
        w.grad = gradient.clone()
        optimizer.step()
        out.append(w.tolist())
    return {"learningRate": lr, "beta1": betas[0], "beta2": betas[1], "epsilon": eps, "weightDecay": weight_decay, "rates": rates, "after": out}


print(json.dumps({
    "start": start.tolist(),
    "gradients": gradients.tolist(),
    "adamW": [
        trajectory(0.1, (0.9, 0.999), 1e-8, 0.01),
        trajectory(0.01, (0.9, 0.999), 1e-8, 0.0),
        trajectory(0.05, (0.5, 0.9), 1e-3, 0.3),
        trajectory(0.1, (0.0, 0.99), 1e-8, 0.1, [0.1 / (1 + i) for i in range(20)]),
    ],
}))
