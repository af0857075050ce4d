"""The peers of em.ts on the same inputs: scikit-learn, hmmlearn and pytorch-struct where they can be imported (PYTHONPATH)."""
import json, sys, time, warnings
import numpy as np

warnings.filterwarnings("ignore")


def uniforms(n, seed):
    """The generator of em.ts, by doubling: state[i + m] = A state[i] + C."""
    out = np.zeros(n, dtype=np.uint64)
    a, c, m = 1664525, 1013904223, 1
    out[0] = (a * seed + c) % 2**32
    while m < n:
        take = min(m, n - m)
        out[m : m + take] = (out[:take] * np.uint64(a) + np.uint64(c)) % np.uint64(2**32)
        c = (a * c + c) % 2**32
        a = a * a % 2**32
        m *= 2
    return out / 2.0**32


def median(run, repeats):
    """The median of the processor's time, in milliseconds, on one thread (OMP_NUM_THREADS=1)."""
    run()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(1000 * (time.process_time() - start))
    return sorted(times)[repeats // 2]


def report(name, milliseconds, check):
    print(json.dumps({"name": name, "milliseconds": round(milliseconds, 2), "check": check}), flush=True)


def mixtures():
    from sklearn.mixture import GaussianMixture

    for n, d, k, kind in [(20000, 2, 8, "full"), (20000, 16, 8, "full"), (50000, 16, 16, "diag"), (10000, 64, 10, "full")]:
        centers = uniforms(k * d, 2).reshape(k, d)
        x = 4 * centers[np.arange(n) % k] + 3 * uniforms(n * d, 1).reshape(n, d)
        precisions = np.ones((k, d)) if kind == "diag" else np.tile(np.eye(d), (k, 1, 1))
        g = GaussianMixture(k, covariance_type=kind, reg_covar=0)
        g.weights_, g.means_, g.precisions_cholesky_ = np.full(k, 1 / k), 4 * centers + 1, precisions
        start = (g.weights_, g.means_, g.precisions_cholesky_)

        def iteration():
            g.weights_, g.means_, g.precisions_cholesky_ = start
            _, log_resp = g._e_step(x)
            g._m_step(x, log_resp)

        ms = median(iteration, 9)
        report(f"gmm {n} {d} {k} {'diagonal' if kind == 'diag' else kind}", ms, g.score_samples(x).sum())


def markov():
    from hmmlearn.hmm import CategoricalHMM

    sequences, steps, states, symbols = 1000, 1000, 16, 64

    def rows(n, width, seed):
        t = uniforms(n * width, seed).reshape(n, width) + 0.05
        return t / t.sum(1, keepdims=True)

    x = np.floor(uniforms(sequences * steps, 6) * symbols).astype(int)[:, None]
    lengths = [steps] * sequences
    h = CategoricalHMM(states, implementation="scaling", n_iter=1, tol=-np.inf, init_params="", n_features=symbols)

    def iteration():
        h.startprob_, h.transmat_, h.emissionprob_ = rows(1, states, 3)[0], rows(states, states, 4), rows(states, symbols, 5)
        h.fit(x, lengths)

    report("hmm 1000 x 1000, 16 states, 64 symbols", median(iteration, 5), h.monitor_.history[0])


def grammars():
    import torch, torch_struct

    torch.manual_seed(0)
    n, t, length, batch = 20, 20, 20, 16
    s = n + t
    terms = torch.randn(batch, length, t).log_softmax(-1)
    rules = torch.randn(batch, n, s * s).log_softmax(-1).view(batch, n, s, s)
    roots = torch.randn(batch, n).log_softmax(-1)

    def counts():
        inputs = [v.detach().requires_grad_() for v in (terms, rules, roots)]
        torch_struct.SentCFG(inputs, lengths=torch.full((batch,), length)).partition.sum().backward()

    report("pcfg 20 + 20 symbols, 16 sentences of 20 (float32)", median(counts, 5), 0)


def logistic():
    from sklearn.linear_model import LogisticRegression

    n, d = 100_000, 50
    x = (2 * uniforms(n * d, 8) - 1).reshape(n, d)
    w = 2 * uniforms(d, 9) - 1
    y = (uniforms(n, 10) < 1 / (1 + np.exp(-(x @ w)))).astype(int)
    fit = lambda: LogisticRegression(C=1.0).fit(x, y)
    m = fit()
    z = x @ m.coef_[0] + m.intercept_[0]
    objective = np.logaddexp(0, -(2 * y - 1) * z).sum() + 0.5 * (m.coef_**2).sum()
    report("logistic 100000 x 50, lbfgs", median(fit, 9), objective)


def digits():
    from sklearn.datasets import load_digits
    from sklearn.linear_model import LogisticRegression

    x, y = load_digits(return_X_y=True)
    x, y = x[:1000], y[:1000]

    def objective(m):
        z = x @ m.coef_.T + m.intercept_
        return (np.logaddexp.reduce(z, 1) - z[np.arange(len(y)), y]).sum() + 0.5 * (m.coef_**2).sum()

    for name, options in [("to convergence", dict(max_iter=100_000, tol=1e-6)), ("defaults, 100 iterations", dict())]:
        fit = lambda: LogisticRegression(C=1.0, **options).fit(x, y)
        m = fit()
        report(f"logistic digits 1000 x 64, 10 classes, {name}, {m.n_iter_[0]} iterations", median(fit, 3), objective(m))


for part in (mixtures, markov, grammars, logistic, digits):
    if sys.argv[1:] and part.__name__ not in sys.argv[1:]:
        continue
    try:
        part()
    except ImportError as error:
        print(json.dumps({"name": part.__name__, "skipped": str(error)}))
