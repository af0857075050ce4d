"""Three steps of PyTorch's GRU, LSTM and tanh RNN, in float64."""
from fixtures import Program, oracle

torch = oracle("torch")
INPUT, UNITS, BATCH, STEPS = 3, 4, 2, 3


def recurrent_cells():
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    out = {"inputDim": INPUT, "units": UNITS}
    x = torch.randn(STEPS, BATCH, INPUT)
    out["x"] = x.tolist()
    for kind, cls in [("gru", torch.nn.GRUCell), ("lstm", torch.nn.LSTMCell), ("vanilla", torch.nn.RNNCell)]:
        cell = cls(INPUT, UNITS)
        state = torch.zeros(BATCH, UNITS)
        c = torch.zeros(BATCH, UNITS)
        hidden = []
        for t in range(STEPS):
            if kind == "lstm":
                state, c = cell(x[t], (state, c))
            else:
                state = cell(x[t], state)
            hidden.append(state)
        total = torch.stack(hidden).square().sum()
        total.backward()
        out[kind] = {
            "kernel": cell.weight_ih.T.tolist(),
            "recurrent": cell.weight_hh.T.tolist(),
            "bias": cell.bias_ih.tolist(),
            "recurrentBias": cell.bias_hh.tolist(),
            "hidden": torch.stack(hidden).tolist(),
            "recurrentGradient": cell.weight_hh.grad.T.tolist(),
        }
    return out


program = Program(__file__, oracles=("torch",))
program.add("packages/vrnn/test/fixtures/recurrent-cells.json", recurrent_cells)


if __name__ == "__main__":
    program.main()
