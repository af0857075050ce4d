"""Steps of WGAN-GP or InfoGAN on 28 x 28 images (the networks of gan-steps.mjs) on one thread of PyTorch, CPU ms of each."""
import json, sys, time
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
rounds, which = int(sys.argv[1]), sys.argv[2]
BATCH, FEATURES = 64, 512
info = which == "info-gan"
latent = 74 if info else 62


def norm(layer):
    return layer if info else nn.Identity()


generator = nn.Sequential(
    nn.Linear(latent, 512), nn.BatchNorm1d(512), nn.ReLU(),
    nn.Linear(512, 3136), nn.Unflatten(1, (64, 7, 7)), nn.BatchNorm2d(64), nn.ReLU(),
    nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.BatchNorm2d(32), nn.ReLU(),
    nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Tanh(),
)
trunk = nn.Sequential(
    nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2),
    nn.Conv2d(32, 64, 4, 2, 1), norm(nn.BatchNorm2d(64)), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.Linear(3136, FEATURES), norm(nn.BatchNorm1d(FEATURES)), nn.LeakyReLU(0.2),
)
head = nn.Linear(FEATURES, 1)
posterior = nn.Sequential(nn.Linear(FEATURES, 128), nn.BatchNorm1d(128), nn.LeakyReLU(0.2), nn.Linear(128, 14))
of_d = [*trunk.parameters(), *head.parameters()] + (list(posterior.parameters()) if info else [])
optimizer_d = torch.optim.Adam(of_d, lr=2e-4, betas=(0.5, 0.999))
optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
real = 2 * torch.rand(BATCH, 1, 28, 28) - 1


def draw():
    z = torch.randn(BATCH, 62)
    if not info:
        return z, None
    code = torch.randint(10, (BATCH,))
    rest = 2 * torch.rand(BATCH, 2) - 1
    return torch.cat([z, F.one_hot(code, 10).float(), rest], 1), (code, rest)


def information(features, codes):
    """E log q(codes | x), weighted as in gan-steps.mjs."""
    code, rest = codes
    logits, loc, log_variance = posterior(features).split([10, 2, 2], 1)
    normal = -0.5 * (log_variance + (rest - loc) ** 2 / log_variance.exp())
    return -F.cross_entropy(logits, code) + 0.1 * normal.sum(1).mean()


def wgan_gp():
    z, _ = draw()
    with torch.no_grad():
        fake = generator(z)
    mix = torch.rand(BATCH, 1, 1, 1)
    between = (fake + mix * (real - fake)).requires_grad_()
    slope, = torch.autograd.grad(head(trunk(between)).sum(), between, create_graph=True)
    penalty = ((slope.flatten(1).square().sum(1) + 1e-12).sqrt() - 1).square().mean()
    loss = head(trunk(fake)).mean() - head(trunk(real)).mean() + 10 * penalty
    optimizer_d.zero_grad()
    loss.backward()
    optimizer_d.step()
    loss = -head(trunk(generator(draw()[0]))).mean()
    optimizer_g.zero_grad()
    loss.backward()
    optimizer_g.step()


def info_gan():
    z, codes = draw()
    with torch.no_grad():
        fake = generator(z)
    features = trunk(fake)
    loss = F.softplus(-head(trunk(real))).mean() + F.softplus(head(features)).mean() - information(features, codes)
    optimizer_d.zero_grad()
    loss.backward()
    optimizer_d.step()
    z, codes = draw()
    features = trunk(generator(z))
    loss = F.softplus(-head(features)).mean() - information(features, codes)
    optimizer_g.zero_grad()
    loss.backward()
    optimizer_g.step()


step = info_gan if info else wgan_gp
times = []
for i in range(rounds + 5):
    start = time.process_time()
    step()
    if i >= 5:
        times.append((time.process_time() - start) * 1e3)
print(json.dumps(times))
