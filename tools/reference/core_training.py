"""Learning-rate schedules and clipping by the global norm of PyTorch."""
from fixtures import Program, oracle

torch = oracle("torch")
s = torch.optim.lr_scheduler


def rates(make, steps=12):
    w = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    opt = torch.optim.SGD([w], lr=0.4)
    sched = make(opt)
    out = []
    for _ in range(steps):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        sched.step()
    return out


def clipped(max_norm):
    ps = [torch.nn.Parameter(torch.tensor(v)) for v in ([0.5, -1.0], 2.0)]
    loss = (ps[0] ** 2).sum() + ((ps[1] - torch.tensor([1.0, -2.0, 4.0])) ** 2).mean()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(ps, max_norm)
    with torch.no_grad():
        for p in ps:
            p -= 0.1 * p.grad
    return {"clipNorm": max_norm, "norm": norm.item(), "after": ps[0].tolist() + [ps[1].item()]}


def training():
    torch.set_default_dtype(torch.float32)
    return {
        "warmUp": rates(lambda o: s.LinearLR(o, start_factor=1 / 6, total_iters=5)),
        "cosine": rates(lambda o: s.CosineAnnealingLR(o, T_max=11, eta_min=0.1)),
        "step": rates(lambda o: s.StepLR(o, step_size=3, gamma=0.5)),
        "piecewise": rates(lambda o: s.MultiStepLR(o, milestones=[4, 9], gamma=0.5)),
        "exponential": rates(lambda o: s.ExponentialLR(o, gamma=0.9)),
        "clip": [clipped(1.5), clipped(100.0)],
    }


# Clipping is in float32.
program = Program(__file__, oracles=("torch",), relative=1e-6)
program.add("packages/training/test/fixtures/training.json", training)


if __name__ == "__main__":
    program.main()
