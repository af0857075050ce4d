"""Games of known distributions against the best discriminator: tables by scipy's relative entropies, densities by its adaptive
quadrature."""
from fixtures import Program, oracle

np = oracle("numpy")
integrate = oracle("scipy.integrate")
dblquad, quad = integrate.dblquad, integrate.quad
rel_entr = oracle("scipy.special").rel_entr
norm = oracle("scipy.stats").norm


def table(name, p, g):
    p, g = np.asarray(p, float), np.asarray(g, float)
    m = (p + g) / 2
    jsd = (rel_entr(p, m).sum() + rel_entr(g, m).sum()) / 2
    some = (p + g) > 0
    d = p[some] / (p + g)[some]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(p[some] > 0, p[some] * np.log(d), 0).sum() + np.where(g[some] > 0, g[some] * np.log(1 - d), 0).sum()
        non_saturating = -np.where(g[some] > 0, g[some] * np.log(d), 0).sum()
    return dict(name=name, data=p.tolist(), generated=g.tolist(), jensenShannon=jsd, value=value, nonSaturating=non_saturating)


def density(name, mean, scale):
    def integrand(*x):
        p = np.prod([norm.pdf(v) for v in x])
        g = np.prod([norm.pdf(v, m, scale) for v, m in zip(x, mean)])
        return (rel_entr(p, (p + g) / 2) + rel_entr(g, (p + g) / 2)) / 2

    if len(mean) == 1:
        jsd = quad(integrand, -12, 14, epsabs=1e-13, epsrel=1e-12, limit=400)[0]
    else:
        jsd = dblquad(lambda b, a: integrand(a, b), -12, 14, -12, 14, epsabs=1e-10, epsrel=1e-10)[0]
    return dict(name=name, mean=mean, scale=scale, jensenShannon=jsd)


def games():
    rng = np.random.default_rng(20)
    tables = [table(f"{n} atoms", rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))) for n in (2, 5, 10)]
    tables.append(table("an atom that only the data have", [0.25, 0.25, 0.5], [0.5, 0.5, 0.0]))
    densities = [
        density("one dimension, a unit apart", [1.0], 1.0),
        density("one dimension, wider", [0.0], 2.0),
        density("one dimension, far", [3.0], 0.5),
        density("two dimensions", [1.0, -0.5], 1.5),
    ]
    return dict(tables=tables, densities=densities)


program = Program(__file__, oracles=("numpy", "scipy"), in_sample=False)
program.add("packages/gan/test/fixtures/games.json", games)


if __name__ == "__main__":
    program.main()
