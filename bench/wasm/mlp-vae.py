"""One Adam step of an MLP VAE (784-400-20) on one thread of PyTorch, CPU milliseconds of each as JSON."""
import json, sys, time
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
e1, mean, logvar, d1, d2 = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20), nn.Linear(20, 400), nn.Linear(400, 784)
parameters = [p for layer in (e1, mean, logvar, d1, d2) for p in layer.parameters()]
optimizer = torch.optim.Adam(parameters, lr=1e-3)
x = (torch.rand(128, 784) < 0.3).float()

def step():
    h = torch.relu(e1(x))
    m, lv = mean(h), logvar(h)
    z = m + torch.exp(0.5 * lv) * torch.randn_like(m)
    logits = d2(torch.relu(d1(z)))
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + lv - m * m - lv.exp())
    loss = (nll + kl) / 128
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
