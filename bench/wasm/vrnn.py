"""Adam steps of a GRU VRNN (batch 20, T 60, 88 inputs, GRU 64, z 32, conditional prior), one thread of PyTorch, CPU ms."""
import json, sys, time
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
T, B, X, H, Z = 60, 20, 88, 64, 32
phi_x, phi_z = nn.Linear(X, H), nn.Linear(Z, H)
prior, prior_out = nn.Linear(H, H), nn.Linear(H, 2 * Z)
encoder, encoder_out = nn.Linear(2 * H, H), nn.Linear(H, 2 * Z)
decoder, decoder_out = nn.Linear(2 * H, H), nn.Linear(H, X)
cell = nn.GRUCell(2 * H, H)
layers = (phi_x, phi_z, prior, prior_out, encoder, encoder_out, decoder, decoder_out, cell)
optimizer = torch.optim.Adam([p for layer in layers for p in layer.parameters()], lr=1e-3)
x = (torch.rand(T, B, X) < 0.1).float()

def step():
    h = torch.zeros(B, H)
    features = torch.relu(phi_x(x))
    loss = 0
    for t in range(T):
        pm, plv = prior_out(torch.relu(prior(h))).chunk(2, 1)
        m, lv = encoder_out(torch.relu(encoder(torch.cat([features[t], h], 1)))).chunk(2, 1)
        z = m + torch.exp(0.5 * lv) * torch.randn_like(m)
        fz = torch.relu(phi_z(z))
        logits = decoder_out(torch.relu(decoder(torch.cat([fz, h], 1))))
        h = cell(torch.cat([features[t], fz], 1), h)
        nll = F.binary_cross_entropy_with_logits(logits, x[t], reduction="sum")
        kl = 0.5 * torch.sum(plv - lv + (lv.exp() + (m - pm) ** 2) / plv.exp() - 1)
        loss = loss + nll + kl
    loss = loss / B
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

times = []
for i in range(rounds + 3):
    start = time.process_time()
    step()
    if i >= 3:
        times.append((time.process_time() - start) * 1e3)
print(json.dumps(times))
