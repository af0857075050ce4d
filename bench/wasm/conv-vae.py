"""Adam steps of a convolutional VAE (1-32-64 filters, 28x28, batch 64, z 20) on one thread of PyTorch, CPU ms of each."""
import json, sys, time
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
c1, c2 = nn.Conv2d(1, 32, 3, 2, 1), nn.Conv2d(32, 64, 3, 2, 1)
mean, logvar, up = nn.Linear(3136, 20), nn.Linear(3136, 20), nn.Linear(20, 3136)
t1 = nn.ConvTranspose2d(64, 32, 3, 2, 1, output_padding=1)
t2 = nn.ConvTranspose2d(32, 1, 3, 2, 1, output_padding=1)
parameters = [p for layer in (c1, c2, mean, logvar, up, t1, t2) for p in layer.parameters()]
optimizer = torch.optim.Adam(parameters, lr=1e-3)
x = (torch.rand(64, 1, 28, 28) < 0.3).float()

def step():
    h = torch.relu(c2(torch.relu(c1(x)))).flatten(1)
    m, lv = mean(h), logvar(h)
    z = m + torch.exp(0.5 * lv) * torch.randn_like(m)
    logits = t2(torch.relu(t1(torch.relu(up(z)).reshape(-1, 64, 7, 7))))
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + lv - m * m - lv.exp())
    loss = (nll + kl) / 64
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

times = []
for i in range(rounds + 5):
    start = time.process_time()
    step()
    if i >= 5:
        times.append((time.process_time() - start) * 1e3)
print(json.dumps(times))
