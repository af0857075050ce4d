"""Forward passes of networks in float64, by torch."""
import math

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
    # Weights are float32 numbers, so that only the arithmetic differs.
    return (0.5 * torch.randn(*shape)).float().double()


def dump(t):
    return {"shape": list(t.shape), "data": t.flatten().tolist()}


def mlp(x, weights, activate, names):
    for i, (w, b) in enumerate(names):
        x = x @ weights[w] + weights[b]
        if i < len(names) - 1:
            x = activate(x)
    return x


def dense_names(n, prefix=""):
    return [(f"{prefix}dense{i}/kernel", f"{prefix}dense{i}/bias") for i in range(n)]


def dense(widths, prefix=""):
    out = {}
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        out[f"{prefix}dense{i}/kernel"] = draw(a, b)
        out[f"{prefix}dense{i}/bias"] = draw(b)
    return out


def same_conv(image, kernel, stride):
    """NHWC image, HWIO kernel, padding as TensorFlow's 'same': the odd pixel goes after."""
    k = kernel.shape[0]
    pads = []
    for n in (image.shape[2], image.shape[1]):
        total = max((math.ceil(n / stride) - 1) * stride + k - n, 0)
        pads += [total // 2, total - total // 2]
    x = F.pad(image.permute(0, 3, 1, 2), pads)
    return F.conv2d(x, kernel.permute(3, 2, 0, 1), stride=stride).permute(0, 2, 3, 1)


def same_conv_transpose(image, kernel, stride, size):
    """The transpose of same_conv as a linear map, by automatic differentiation; kernel is [h, w, out, in]."""
    big = torch.zeros(image.shape[0], *size, kernel.shape[2], requires_grad=True)
    (out,) = torch.autograd.grad(same_conv(big, kernel, stride), big, image)
    return out


def mlp_case(activation):
    weights = dense([3, 5, 4, 2])
    x = draw(6, 3)
    return {"activation": activation, "x": dump(x), "y": dump(mlp(x, weights, ACTIVATIONS[activation], dense_names(3))), "weights": {k: dump(v) for k, v in weights.items()}}


def conv_case(image_shape, filters, kernel, stride, hidden, vector, activation):
    height, width, depth = image_shape
    act = ACTIVATIONS[activation]
    channels = [depth, *filters]
    weights, sides = {}, [(height, width)]
    for i in range(len(filters)):
        weights[f"conv{i}/kernel"] = draw(kernel, kernel, channels[i], channels[i + 1])
        weights[f"conv{i}/bias"] = draw(channels[i + 1])
        sides.append(tuple(math.ceil(n / stride) for n in sides[-1]))
    flat = sides[-1][0] * sides[-1][1] * channels[-1]
    weights.update(dense([flat, *hidden, vector], "dense/"))
    x = draw(2, height * width * depth)
    h = x.reshape(2, height, width, depth)
    for i in range(len(filters)):
        h = act(same_conv(h, weights[f"conv{i}/kernel"], stride) + weights[f"conv{i}/bias"])
    y = mlp(h.reshape(2, flat), weights, act, dense_names(len(hidden) + 1, "dense/"))
    options = {"imageShape": image_shape, "filters": filters, "kernelSize": kernel, "stride": stride, "hidden": hidden, "vectorDim": vector, "activation": activation}
    down = {"options": options, "x": dump(x), "y": dump(y), "weights": {k: dump(v) for k, v in weights.items()}}

    up = dense([vector, *reversed(hidden), flat], "dense/")
    levels = list(reversed(range(len(filters))))
    for k, level in enumerate(levels):
        up[f"conv{k}/kernel"] = draw(kernel, kernel, channels[level], channels[level + 1])
        up[f"conv{k}/bias"] = draw(channels[level])
    z = draw(2, vector)
    h = act(mlp(z, up, act, dense_names(len(hidden) + 1, "dense/"))).reshape(2, *sides[-1], channels[-1])
    for k, level in enumerate(levels):
        h = same_conv_transpose(h, up[f"conv{k}/kernel"], stride, sides[level]) + up[f"conv{k}/bias"]
        if level > 0:
            h = act(h)
    return down, {"options": options, "x": dump(z), "y": dump(h.reshape(2, -1)), "weights": {k: dump(v) for k, v in up.items()}}


def networks():
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    pairs = [
        conv_case([5, 7, 2], [3], 3, 2, [], 4, "relu"),
        conv_case([6, 6, 1], [2, 3], 4, 2, [5], 3, "tanh"),
        conv_case([4, 4, 3], [2], 2, 1, [], 2, "elu"),
    ]
    return {
        "mlp": [mlp_case(name) for name in ACTIVATIONS],
        "convNet": [down for down, _ in pairs],
        "transposedConvNet": [up for _, up in pairs],
    }


program = Program(__file__, oracles=("torch",))
program.add("packages/core/test/fixtures/networks.json", networks)


if __name__ == "__main__":
    program.main()
