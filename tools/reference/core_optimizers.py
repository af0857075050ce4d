"""Trajectories of PyTorch's AdamW along fixed gradients: parameters after each step."""
from fixtures import Program, oracle

torch = oracle("torch")


def trajectory(start, gradients, lr, betas, eps, weight_decay, rates=None):
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


def optimizers():
    torch.set_default_dtype(torch.float32)
    torch.manual_seed(0)
    start = torch.randn(5)
    # From large to tiny: where the root of the mean square is of the size of epsilon.
    gradients = torch.randn(20, 5) * torch.tensor([100.0, 1.0, 1e-2, 1e-5, 1e-8])
    return {
        "start": start.tolist(),
        "gradients": gradients.tolist(),
        "adamW": [
            trajectory(start, gradients, 0.1, (0.9, 0.999), 1e-8, 0.01),
            trajectory(start, gradients, 0.01, (0.9, 0.999), 1e-8, 0.0),
            trajectory(start, gradients, 0.05, (0.5, 0.9), 1e-3, 0.3),
            trajectory(start, gradients, 0.1, (0.0, 0.99), 1e-8, 0.1, [0.1 / (1 + i) for i in range(20)]),
        ],
    }


# In float32, whose sums may differ in the last bits between builds of torch.
program = Program(__file__, oracles=("torch",), relative=1e-6)
program.add("packages/core/test/fixtures/optimizers.json", optimizers)


if __name__ == "__main__":
    program.main()
