"""Words a second that mmi-tagger (github.com/karlstratos/mmi-tagger) trains on, one thread: the peer of tag-speed.ts.

    OMP_NUM_THREADS=1 OPENBLAS_CORETYPE=SkylakeX python3 bench/infotheory/mmi_tagger_speed.py CHECKOUT X.words [batch] [batches]

Runs the model, the batches and the optimizer of its own main.py, at its defaults, for some batches of its first epoch (no evaluation).
X.tags must lie beside X.words.
"""
import random
import sys
import time

import torch

checkout, words = sys.argv[1:3]
size, count = (int(value) for value in (sys.argv[3:] + ["80", "100"][len(sys.argv) - 3 :]))
sys.path.insert(0, checkout)
from data import Data  # noqa: E402
from model import MMIModel  # noqa: E402

torch.set_num_threads(1)
random.seed(42)
torch.manual_seed(42)
data = Data(words)
model = MMIModel(len(data.w2i), len(data.c2i), 45, 200, 100, 2, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
batches = data.get_batches(size)
seen, started, cpu = 0, 0.0, 0.0
for step, batch in enumerate(batches[: count + 5]):
    if step == 5:
        seen, started, cpu = 0, time.time(), time.process_time()
    model.zero_grad()
    loss = model(*data.tensorize_batch(batch, torch.device("cpu"), 2), is_training=True)
    loss.backward()
    optimizer.step()
    seen += len(batch)
print(
    f"mmi-tagger, batches of {size}: {seen / (time.time() - started):.0f} words a second, "
    f"{seen / (time.process_time() - cpu):.0f} a second of CPU time"
)
