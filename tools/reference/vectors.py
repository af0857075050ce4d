"""Values of the families on vectors and of those made of others, from torch in float64 (autograd for gradients).

One fixture per family: `rows`, points with parameters (float32 values, so that a tensor holds them exactly), x, log-probability,
entropy, gradients of the log-probability, and `terms`, the sum of the absolute addends of the log-probability, which tells how much of
it float32 may lose; and `kl`, pairs with their divergence. Each family draws its points from a seed of its own.
"""
import math
import zlib
from functools import partial

from fixtures import Program, number, oracle

torch = oracle("torch")
D = torch.distributions
N = 44


class Points:
    """Random numbers of one family."""

    def __init__(self, family):
        self.generator = torch.Generator().manual_seed(zlib.crc32(family.encode()))

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.generator)

    def uniform(self, *shape):
        return torch.rand(*shape, generator=self.generator)


def f32(t):
    return torch.as_tensor(t).to(torch.float32).to(torch.float64)


def plain(t):
    t = torch.as_tensor(t)
    return number(t) if t.dim() == 0 else [plain(u) for u in t]


def tensors(params):
    return {k: torch.tensor(v) if isinstance(v, list) else v for k, v in params.items()}


def row(params, x, log_prob, entropy=None, terms=1.0, smooth=True, fixed=()):
    """log_prob(x, **params) is differentiated by x (if smooth) and all params that are tensors and not fixed."""
    given = {k: v.clone().requires_grad_(k not in fixed) if torch.is_tensor(v) else v for k, v in params.items()}
    at = x.clone().requires_grad_(smooth)
    value = log_prob(at, **given)
    wanted = {k: v for k, v in {**given, "x": at}.items() if torch.is_tensor(v) and v.requires_grad}
    gradients = torch.autograd.grad(value, list(wanted.values()))
    out = dict(params={k: plain(v) if torch.is_tensor(v) else v for k, v in params.items()}, x=plain(x), logProb=plain(value),
               terms=float(torch.as_tensor(terms).detach()), gradients={k: plain(g) for k, g in zip(wanted, gradients)})
    if entropy is not None:
        out["entropy"] = plain(entropy)
    return out


def shapes(params):
    return [len(v) if isinstance(v, list) else 0 for v in params.values()]


def pairs(points, build):
    """Divergences between neighbours of one shape."""
    return [dict(q=q, p=p, kl=plain(D.kl_divergence(build(q), build(p)))) for q, p in zip(points[::3], points[1::3]) if shapes(q) == shapes(p)]


# Concentrations from 0.05 to 2,000.
def dirichlet(points):
    rows = []
    for i in range(N):
        k = 2 + i % 5
        a = f32(10 ** (-1.3 + 4.6 * points.uniform(k)))
        # Points of a flatter Dirichlet, so that no coordinate is 0 in float32.
        x = D.Dirichlet(torch.clamp(a, min=1.0)).mean * torch.exp(0.5 * points.normal(k))
        x = f32(x / x.sum())
        d = lambda x, concentration: (torch.lgamma(concentration.sum()) - torch.lgamma(concentration).sum() + ((concentration - 1) * torch.log(x)).sum())
        terms = torch.lgamma(a.sum()).abs() + torch.lgamma(a).abs().sum() + ((a - 1) * torch.log(x)).abs().sum()
        rows.append(row(dict(concentration=a), x, d, D.Dirichlet(a).entropy(), terms))
    return rows, pairs([r["params"] for r in rows[::5]], lambda q: D.Dirichlet(**tensors(q)))


# Multivariate normals; scales over four orders of magnitude.
def diagonal_parameters(points, loc, scale, i):
    return dict(loc=loc, scale=scale)


def triangular_parameters(points, loc, scale, i):
    return dict(loc=loc, scaleTril=f32(torch.tril(points.normal(len(loc), len(loc)) * 0.7, -1) * scale[:, None] + torch.diag(scale)))


def low_rank_parameters(points, loc, scale, i):
    factor = f32(points.normal(len(loc), 1 + i % 2) * 0.7)
    return dict(loc=loc, covarianceFactor=factor, covarianceDiagonal=f32(10 ** (points.uniform(len(loc)) * 2 - 1)))


def diagonal_normal(loc, scale):
    return D.MultivariateNormal(loc, scale_tril=torch.diag(scale))


def triangular_normal(loc, scaleTril):
    return D.MultivariateNormal(loc, scale_tril=scaleTril)


def low_rank_normal(loc, covarianceFactor, covarianceDiagonal):
    return D.LowRankMultivariateNormal(loc, covarianceFactor, covarianceDiagonal)


def multivariate_normal(parameters, build, paired, triangular, points):
    """`triangular` names the parameters of which only the lower triangle is used."""
    rows = []
    for i in range(N):
        k = 1 + i % 5
        loc = f32(points.normal(k) * 10 ** float(points.uniform(1) * 3 - 1))
        scale = f32(10 ** (points.uniform(k) * 3 - 2))
        params = parameters(points, loc, scale, i)
        d = build(**params)
        deviation = d.covariance_matrix.diagonal() ** 0.5
        x = f32(d.mean + (2.0 if i % 7 == 0 else 1.0) * deviation * points.normal(k))
        precision = torch.linalg.inv(d.covariance_matrix)
        # x - loc is known to 24 bits of x; the quadratic form moves by its gradient.
        terms = 1 + d.log_prob(x).abs() + (precision @ (x - loc)).abs() @ torch.maximum(x.abs(), loc.abs()) + ((x - loc).abs() @ precision.abs() @ (x - loc).abs())
        rows.append(row(params, x, lambda x, **q: build(**q).log_prob(x), d.entropy(), terms))
        for name in triangular:
            rows[-1]["gradients"][name] = plain(torch.tril(torch.tensor(rows[-1]["gradients"][name])))
    return rows, pairs([r["params"] for r in rows[::5]], lambda q: build(**tensors(q))) if paired else []


# Categories: logits up to 40 apart.
def categories(build, encode, points):
    rows = []
    for i in range(N):
        k = 2 + i % 6
        logits = f32(points.normal(k) * (0.1, 1, 5, 20)[i % 4])
        index = int(points.uniform(1) * k)
        x = encode(index, k)
        log = lambda x, logits, index=index: torch.log_softmax(logits, -1)[index]
        rows.append(row(dict(logits=logits), x, log, build(logits=logits).entropy(), 1 + logits.abs().max(), smooth=False))
    return rows, pairs([r["params"] for r in rows[::6]], lambda q: build(logits=torch.tensor(q["logits"])))


def multinomial(points):
    rows = []
    for i in range(N):
        k = 2 + i % 4
        total = (1, 3, 10, 500)[i % 4]
        logits = f32(points.normal(k) * (0.3, 1, 3)[i % 3])
        d = D.Multinomial(total, logits=logits)
        torch.manual_seed(i)
        x = d.sample()
        log = lambda x, totalCount, logits: torch.lgamma(x.sum() + 1) - torch.lgamma(x + 1).sum() + (x * torch.log_softmax(logits, -1)).sum()
        terms = 1 + torch.lgamma(x.sum() + 1) + torch.lgamma(x + 1).sum() + (x * torch.log_softmax(logits, -1)).abs().sum()
        rows.append(row(dict(totalCount=total, logits=logits), x, log, None, terms, smooth=False))
    return rows, []


def relaxed_bernoulli(points):
    rows = []
    for i in range(N):
        t, l = f32((0.1, 0.5, 1.0, 3.0)[i % 4] * (1 + 0.1 * points.uniform(1)[0])), f32(points.normal(1)[0] * (0.3, 2, 8)[i % 3])
        x = f32(torch.sigmoid((l + (torch.log(u := points.uniform(1)[0]) - torch.log1p(-u))) / t).clamp(1e-6, 1 - 1e-6))
        log = lambda x, temperature, logits: (lambda y: torch.log(temperature) + logits - temperature * y - 2 * torch.nn.functional.softplus(logits - temperature * y))(torch.log(x) - torch.log1p(-x)) - torch.log(x) - torch.log1p(-x)
        assert abs(log(x, t, l) - D.RelaxedBernoulli(t, logits=l).log_prob(x)) < 1e-6 * (1 + abs(log(x, t, l)))
        # log(1 - x) near 1 moves by the rounding of x over 1 - x, which x as given does not have.
        rows.append(row(dict(temperature=t, logits=l), x, log, None, 1 + l.abs() + (1 + t) * (torch.log(x).abs() + torch.log1p(-x).abs())))
    return rows, []


def relaxed_one_hot(points):
    rows = []
    for i in range(N):
        k = 2 + i % 4
        t, l = f32((0.2, 0.5, 1.0, 3.0)[i % 4] * (1 + 0.1 * points.uniform(1)[0])), f32(points.normal(k) * (0.3, 2)[i % 2])
        gumbel = -torch.log(-torch.log(points.uniform(k)))
        x = f32(torch.softmax((l + gumbel) / t, -1).clamp(1e-12))

        def log(x, temperature, logits):
            y = torch.log(x)
            score = logits - temperature * y
            return torch.lgamma(torch.tensor(float(len(x)))) + (len(x) - 1) * math.log(temperature) + score.sum() - len(x) * torch.logsumexp(score, -1) - y.sum()

        exact = x / x.sum()
        assert abs(log(exact, t, l) - D.RelaxedOneHotCategorical(t, logits=l).log_prob(exact)) < 1e-6 * (1 + abs(log(exact, t, l)))
        rows.append(row(dict(temperature=float(t), logits=l), x, log, None, 1 + k * (l.abs().max() + t * torch.log(x).abs().max()) + torch.log(x).abs().sum()))
    return rows, []


def discretized(x, loc, scale):
    """log of the logistic mass between x - 1/2 and x + 1/2, the first and last of 256 taking all that lies beyond."""
    low, high = (x - 0.5 - loc) / scale, (x + 0.5 - loc) / scale
    log_sigmoid = torch.nn.functional.logsigmoid
    if float(x) == 0:
        return log_sigmoid(high)
    if float(x) == 255:
        return log_sigmoid(-low)
    return log_sigmoid(high) + log_sigmoid(-low) + torch.log(-torch.expm1(-1 / scale))


def discretized_logistic(points):
    rows = []
    for i in range(N):
        loc, scale = f32(points.uniform(1)[0] * 300 - 20), f32(10 ** (points.uniform(1)[0] * 3 - 1))
        x = torch.round((loc + scale * (0, 1, -2, 5)[i % 4] * points.normal(1)[0])).clamp(0, 255) if i % 6 else torch.tensor((0.0, 255.0)[i % 12 // 6])
        every = torch.stack([discretized(torch.tensor(float(v)), loc, scale) for v in range(256)])
        assert abs(torch.logsumexp(every, 0)) < 1e-9
        entropy = -(torch.exp(every) * every).sum()
        rows.append(row(dict(loc=loc, scale=scale), x, discretized, entropy, 1 + ((x - loc) / scale).abs() + loc.abs() / scale, smooth=False))
    return rows, []


def mixture(points):
    rows = []
    for i in range(N):
        k = 2 + i % 3
        logits, loc, scale = f32(points.normal(k)), f32(points.normal(k) * 3), f32(10 ** (points.uniform(k) * 2 - 1))
        build = lambda logits, loc, scale: D.MixtureSameFamily(D.Categorical(logits=logits), D.Normal(loc, scale))
        x = f32(points.normal(1)[0] * 4)
        terms = 1 + (((x - loc) / scale) ** 2 + (x.abs() + loc.abs()) * ((x - loc) / scale**2).abs()).max()
        rows.append(row(dict(logits=logits, loc=loc, scale=scale), x, lambda x, **q: build(**q).log_prob(x), None, terms))
    return rows, []


def transformed(points):
    rows = []
    for i in range(N):
        k = 1 + i % 4
        loc, scale = f32(points.normal(k)), f32(10 ** (points.uniform(k) - 0.7))
        build = lambda loc, scale: D.TransformedDistribution(D.Normal(loc, scale), D.StickBreakingTransform())
        x = f32(D.StickBreakingTransform()(loc + scale * points.normal(k)))
        # As our own: the inverse takes its last coordinate from the others, so it is not differentiated by x, which has a constraint.
        rows.append(row(dict(loc=loc, scale=scale), x, lambda x, **q: build(**q).log_prob(x), None, 1 + 4 * torch.log(x.clamp(1e-30)).abs().sum() / scale.min() ** 2, smooth=False))
    return rows, []


FAMILIES = {
    "Dirichlet": dirichlet,
    "MultivariateNormalDiag": partial(multivariate_normal, diagonal_parameters, diagonal_normal, False, ()),
    "MultivariateNormalTriL": partial(multivariate_normal, triangular_parameters, triangular_normal, True, ("scaleTril",)),
    "LowRankMultivariateNormal": partial(multivariate_normal, low_rank_parameters, low_rank_normal, True, ()),
    "Categorical": partial(categories, D.Categorical, lambda index, k: torch.tensor(float(index))),
    "OneHotCategorical": partial(categories, D.OneHotCategorical, lambda index, k: torch.eye(k)[index]),
    "Multinomial": multinomial,
    "RelaxedBernoulli": relaxed_bernoulli,
    "RelaxedOneHotCategorical": relaxed_one_hot,
    "DiscretizedLogistic": discretized_logistic,
    "MixtureSameFamily": mixture,
    "TransformedDistribution": transformed,
}


def make(name):
    torch.set_default_dtype(torch.float64)
    rows, kl = FAMILIES[name](Points(name))
    return {"rows": rows, "kl": kl}


program = Program(__file__, oracles=("torch",))
for name in FAMILIES:
    program.add(f"packages/core/test/fixtures/vectors/{name}.json", partial(make, name))


if __name__ == "__main__":
    program.main()
