"""Adam steps of the GRU VRNN of step.ts in PyTorch on one thread: one a line of input, its CPU ms as the answer."""
import sys, time
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
T, B, X, H, Z = int(sys.argv[1]), 20, 88, 64, 32
mlp = lambda a, b: nn.Sequential(nn.Linear(a, H), nn.ReLU(), nn.Linear(H, b))
phi_x, phi_z = mlp(X, H), mlp(Z, H)
prior, encoder, decoder = mlp(H, 2 * Z), mlp(2 * H, 2 * Z), mlp(2 * H, X)
cell = nn.GRUCell(2 * H, H)
parameters = [p for part in (phi_x, phi_z, prior, encoder, decoder, cell) for p in part.parameters()]
optimizer = torch.optim.Adam(parameters, lr=1e-3)
x = (torch.rand(T, B, X) < 0.1).float()


def step():
    """What does not recur (features of x, prior, decoder) sees all steps at once, as in ours."""
    h = torch.zeros(B, H)
    features = phi_x(x)
    kept = []
    for t in range(T):
        m, lv = encoder(torch.cat([features[t], h], 1)).chunk(2, 1)
        z = m + torch.exp(0.5 * lv) * torch.randn_like(m)
        fz = phi_z(z)
        kept.append((h, m, lv, fz))
        h = cell(torch.cat([features[t], fz], 1), h)
    h, m, lv, fz = (torch.stack(v) for v in zip(*kept))
    pm, plv = prior(h).chunk(2, -1)
    nll = F.binary_cross_entropy_with_logits(decoder(torch.cat([fz, h], -1)), x, reduction="sum")
    kl = 0.5 * torch.sum(plv - lv + (lv.exp() + (m - pm) ** 2) / plv.exp() - 1)
    loss = (nll + kl) / (B * T)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


print(sum(p.numel() for p in parameters), flush=True)
for _ in sys.stdin:
    start = time.process_time()
    step()
    print((time.process_time() - start) * 1e3, flush=True)
