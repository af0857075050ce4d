"""Values of the synthetic samplers of @latents/datasets, by scipy, numpy and scikit-learn."""
from fixtures import Program, oracle

np = oracle("numpy")
integrate = oracle("scipy.integrate")
logsumexp = oracle("scipy.special").logsumexp
stats = oracle("scipy.stats")
PCA = oracle("sklearn.decomposition").PCA
mutual_info_score = oracle("sklearn.metrics").mutual_info_score
dblquad, quad = integrate.dblquad, integrate.quad
multivariate_normal, norm = stats.multivariate_normal, stats.norm
# synthetic() starts it again.
rng = np.random.default_rng(20)


def rounded(shape, spread=1.0):
    return np.round(rng.normal(size=shape) * spread, 3)


def mixture():
    means, scale = rounded((4, 3)), 0.4
    x = rounded((6, 3), 1.5)
    x[-1] = 40.0  # far from every mode: each density underflows
    parts = [multivariate_normal(m, scale**2 * np.eye(3)).logpdf(x) for m in means]
    line, width = np.array([-1.0, 0.5, 2.0]), 0.3
    density = lambda v: np.mean(norm(line, width).pdf(v))
    entropy, error = quad(lambda v: -density(v) * np.log(density(v)), -4, 5, limit=200, epsabs=1e-10)
    assert error < 1e-8
    return dict(
        means=means.tolist(), scale=scale, x=x.tolist(),
        logDensity=(logsumexp(parts, axis=0) - np.log(len(means))).tolist(),
        line=dict(means=[[v] for v in line], scale=width, entropy=entropy),
    )


def linear_gaussian():
    weights, bias, scale = rounded((4, 2)), rounded(4), 0.3
    covariance = weights @ weights.T + scale**2 * np.eye(4)
    x = rounded((5, 4), 2)
    p = multivariate_normal(bias, covariance)
    # Conditioning the joint normal of (z, x): another route than Tipping & Bishop's M.
    gain = weights.T @ np.linalg.inv(covariance)
    return dict(
        weights=weights.tolist(), bias=bias.tolist(), scale=scale, x=x.tolist(), covariance=covariance.tolist(),
        logDensity=p.logpdf(x).tolist(), entropy=float(p.entropy()),
        posteriorMean=((x - bias) @ gain.T).tolist(), posteriorCovariance=(np.eye(2) - gain @ weights).tolist(),
    )


def pca():
    x = np.round(rng.normal(size=(30, 5)) @ rng.normal(size=(5, 5)) + 1, 3)
    out = []
    for k in (1, 3):
        # scikit-learn divides by n - 1: duplicate by scaling so that its covariance is the one with divisor n.
        centred = x - x.mean(0)
        fit = PCA(k, svd_solver="full").fit(centred * np.sqrt((len(x) - 1) / len(x)))
        model = multivariate_normal(x.mean(0), fit.get_covariance())
        out.append(dict(latentDim=k, scale=float(np.sqrt(fit.noise_variance_)),
                        covariance=fit.get_covariance().tolist(), meanLogDensity=float(model.logpdf(x).mean())))
    return dict(x=x.tolist(), fits=out)


def state_space():
    a = np.array([[0.8, -0.5], [0.4, 0.7]])
    c = np.array([[1.0, 0.3], [-0.2, 0.5], [0.6, 0.6]])
    q, r, mean, s = 0.2, 0.3, np.array([1.0, -0.5]), 0.7
    steps = 6
    # The joint normal of all states, then of all observations: no filter involved.
    mz = [mean]
    cov = np.zeros((steps, steps, 2, 2))
    cov[0, 0] = s**2 * np.eye(2)
    for t in range(1, steps):
        mz.append(a @ mz[-1])
        cov[t, t] = a @ cov[t - 1, t - 1] @ a.T + q**2 * np.eye(2)
    for t in range(steps):
        for u in range(t + 1, steps):
            cov[u, t] = a @ cov[u - 1, t]
            cov[t, u] = cov[u, t].T
    big_z = cov.transpose(0, 2, 1, 3).reshape(2 * steps, 2 * steps)
    big_c = np.kron(np.eye(steps), c)
    covariance = big_c @ big_z @ big_c.T + r**2 * np.eye(3 * steps)
    p = multivariate_normal(big_c @ np.concatenate(mz), covariance)
    x = rounded((3, steps, 3))
    one = multivariate_normal(c @ mean, s**2 * c @ c.T + r**2 * np.eye(3))
    return dict(
        transition=a.tolist(), emission=c.tolist(), transitionScale=q, emissionScale=r,
        initialMean=mean.tolist(), initialScale=s, x=x.tolist(), mean=p.mean.tolist(), covariance=covariance.tolist(),
        logDensity=p.logpdf(x.reshape(3, -1)).tolist(), entropy=float(p.entropy()),
        firstStep=one.logpdf(x[:, 0]).tolist(),
    )


def correlated():
    out = []
    for rho in (0.75, -0.3):
        joint = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
        integrand = lambda b, a: joint.pdf([a, b]) * (joint.logpdf([a, b]) - norm.logpdf(a) - norm.logpdf(b))
        nats, _ = dblquad(integrand, -7, 7, -7, 7, epsabs=1e-7)
        x, y = rounded((4, 2)), rounded((4, 2))
        ratio = sum(joint.logpdf(np.stack([x[:, i], y[:, i]], 1)) - norm.logpdf(x[:, i]) - norm.logpdf(y[:, i]) for i in range(2))
        out.append(dict(correlation=rho, mutualInformation=nats, x=x.tolist(), y=y.tolist(), logDensityRatio=ratio.tolist()))
    return out


def tables():
    counts = [[[4, 1], [1, 4]], [[3, 0, 2], [1, 5, 0]], [[1, 2], [2, 4], [3, 6]]]
    return [dict(counts=c, mutualInformation=float(mutual_info_score(None, None, contingency=np.array(c)))) for c in counts]


def synthetic():
    global rng
    rng = np.random.default_rng(20)
    return dict(
        mixture=mixture(), linearGaussian=linear_gaussian(), pca=pca(), stateSpace=state_space(),
        correlated=correlated(), tables=tables(),
    )


# The mutual information of correlated normals is a quadrature to 1e-7.
program = Program(__file__, oracles=("numpy", "scipy", "sklearn"), relative=1e-7, in_sample=False)
program.add("packages/datasets/test/fixtures/synthetic.json", synthetic)


if __name__ == "__main__":
    program.main()
