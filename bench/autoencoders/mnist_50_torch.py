"""The peer of mnist-50.ts: the same network, schedule, binarisation and figures in PyTorch, on one thread.

    OPENBLAS_CORETYPE=SkylakeX python3 bench/autoencoders/mnist_50_torch.py FOLDER_OF_MNIST [epochs] [importance] [seed]

Prints the ELBO of all test images and the importance-weighted bound (100 samples) of the first 1,000, in nats, and minutes.
"""
import gzip
import math
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
folder = sys.argv[1]
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
importance = int(sys.argv[3]) if len(sys.argv) > 3 else 1
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 0
torch.manual_seed(seed)


def images(part):
    with gzip.open(f"{folder}/{part}-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    return torch.tensor(pixels / 255, dtype=torch.float32)


train, test = images("train"), images("t10k")


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        wide = lambda n, m: nn.Sequential(nn.Linear(n, 200), nn.Tanh(), nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, m))
        self.encoder, self.decoder = wide(784, 100), wide(50, 784)
        for layer in self.modules():
            if isinstance(layer, nn.Linear):
                nn.init.xavier_uniform_(layer.weight)
                nn.init.zeros_(layer.bias)
        mean = train.mean(0).clamp(1e-3, 1 - 1e-3)
        self.decoder[-1].bias.data = torch.log(mean) - torch.log1p(-mean)

    def posterior(self, x):
        return self.encoder(x).chunk(2, -1)

    def elbo(self, x):
        loc, log_variance = self.posterior(x)
        z = loc + (0.5 * log_variance).exp() * torch.randn_like(loc)
        logits = self.decoder(z)
        reconstruction = (x * logits - F.softplus(logits)).sum(-1)
        rate = 0.5 * (log_variance.exp() + loc**2 - 1 - log_variance).sum(-1)
        return (reconstruction - rate).mean()

    def log_weights(self, x, k):
        loc, log_variance = self.posterior(x)
        epsilon = torch.randn(k, *loc.shape)
        z = loc + (0.5 * log_variance).exp() * epsilon
        logits = self.decoder(z)
        reconstruction = (x * logits - F.softplus(logits)).sum(-1)
        return reconstruction + 0.5 * (epsilon**2 + log_variance - z**2).sum(-1)

    def bound(self, x, k):
        return (torch.logsumexp(self.log_weights(x, k), 0) - math.log(k)).mean()


@torch.no_grad()
def score(images, size, k):
    generator = torch.Generator().manual_seed(1)
    parts = [model.bound(torch.bernoulli(x, generator=generator), k).item() for x in images.split(size)]
    return sum(parts) / len(parts)


model = Vae()
optimizer = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-4)
seconds, steps = 0.0, 0
for epoch in range(1, epochs + 1):
    start = time.process_time()
    order = torch.randperm(len(train))
    for rows in order.split(100):
        x = torch.bernoulli(train[rows])
        optimizer.zero_grad()
        (-(model.bound(x, importance) if importance > 1 else model.elbo(x))).backward()
        optimizer.step()
        steps += 1
    seconds += time.process_time() - start
    rate = 1e-4 if epoch / epochs >= 0.85 else 3e-4 if epoch / epochs >= 0.6 else 1e-3
    for group in optimizer.param_groups:
        group["lr"] = rate
    if epoch % 10 == 0 or epoch == epochs:
        print(
            f"epoch {epoch}: {seconds / 60:.1f} min of CPU, test ELBO {score(test, 500, 1):.2f}, 100 samples {score(test[:1000], 50, 100):.2f}",
            flush=True,
        )
print(f"{1000 * seconds / steps:.1f} ms of CPU a step")
