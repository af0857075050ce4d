"""Batch normalisation and gradients of gradient penalties in float64, by torch."""
from fixtures import Program, oracle

torch = oracle("torch")
F = torch.nn.functional
ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": F.relu,
    "elu": F.elu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.2),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
}


def draw(*shape):
    return torch.randn(*shape).float().double()


def dump(t):
    return {"shape": list(t.shape), "data": t.detach().flatten().tolist()}


def penalty(net, x, weights):
    """sum over the batch of |d net / dx|^2, and its gradient by the weights."""
    x = x.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(net(x).sum(), x, create_graph=True)
    value = (slope**2).sum()
    grads = torch.autograd.grad(value, list(weights.values()), allow_unused=True)
    return {
        "value": value.item(),
        "gradients": {k: dump(g if g is not None else torch.zeros_like(w)) for (k, w), g in zip(weights.items(), grads)},
    }


def second_order():
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    out = {"mlp": {}, "conv": {}}
    x = draw(4, 3)
    out["x"] = dump(x)
    weights = {
        "dense0/kernel": draw(3, 5), "dense0/bias": draw(5),
        "dense1/kernel": draw(5, 4), "dense1/bias": draw(4),
        "dense2/kernel": draw(4, 1), "dense2/bias": draw(1),
    }
    out["weights"] = {k: dump(w) for k, w in weights.items()}
    for w in weights.values():
        w.requires_grad_(True)
    for name, act in ACTIVATIONS.items():
        def net(v, act=act):
            for i in range(2):
                v = act(v @ weights[f"dense{i}/kernel"] + weights[f"dense{i}/bias"])
            return v @ weights["dense2/kernel"] + weights["dense2/bias"]
        out["mlp"][name] = penalty(net, x, weights)

    images = draw(2, 6 * 6)
    conv = {"conv0/kernel": 0.5 * draw(4, 4, 1, 3), "conv0/bias": draw(3), "dense/dense0/kernel": draw(27, 1), "dense/dense0/bias": draw(1)}
    out["images"] = dump(images)
    out["convWeights"] = {k: dump(w) for k, w in conv.items()}
    for w in conv.values():
        w.requires_grad_(True)
    for name, act in ACTIVATIONS.items():
        def net(v, act=act):
            v = v.reshape(-1, 1, 6, 6)
            v = F.conv2d(v, conv["conv0/kernel"].permute(3, 2, 0, 1), stride=2, padding=1).permute(0, 2, 3, 1) + conv["conv0/bias"]
            return act(v).reshape(-1, 27) @ conv["dense/dense0/kernel"] + conv["dense/dense0/bias"]
        out["conv"][name] = penalty(net, images, conv)

    norm = torch.nn.BatchNorm1d(3, eps=1e-5, momentum=0.1)
    with torch.no_grad():
        norm.weight.copy_(draw(3))
        norm.bias.copy_(draw(3))
    batch = draw(5, 3).requires_grad_(True)
    upstream = draw(5, 3)
    y = norm(batch)
    (gx,) = torch.autograd.grad((y * upstream).sum(), batch)
    running = {"mean": dump(norm.running_mean), "variance": dump(norm.running_var)}
    norm.eval()
    out["batchNorm"] = {
        "scale": dump(norm.weight), "offset": dump(norm.bias), "x": dump(batch), "upstream": dump(upstream), "y": dump(y), "gradient": dump(gx),
        **running, "evaluated": dump(norm(batch)),
    }
    return out


program = Program(__file__, oracles=("torch",))
program.add("packages/core/test/fixtures/second-order.json", second_order)


if __name__ == "__main__":
    program.main()
