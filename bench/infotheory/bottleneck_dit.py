"""dit's optimiser for the information bottleneck (github.com/dit/dit), timed beta by beta: a peer of bottleneck.ts.

    PYTHONPATH=path/to/dit OMP_NUM_THREADS=1 python3 bench/infotheory/bottleneck_dit.py < joint.json

Reads {"joint": [[...]], "betas": [...], "codewords": k}. Each beta is `InformationBottleneck(..., bound=k).optimize()` at its defaults;
prints seconds and the Lagrangians I(X; T) - beta I(Y; T) in nats, as JSON.
"""
import json
import math
import sys
import time

import dit
import numpy as np
from dit.rate_distortion.information_bottleneck import InformationBottleneck

given = json.load(sys.stdin)
distribution = dit.Distribution.from_ndarray(np.array(given["joint"]))
seconds, lagrangians = [], []
for beta in given["betas"]:
    started = time.time()
    bottleneck = InformationBottleneck(distribution, beta=beta, bound=given["codewords"])
    bottleneck.optimize()
    joint = bottleneck.construct_joint(bottleneck._optima)
    bits = bottleneck.complexity(joint) - beta * bottleneck.relevance(joint)
    seconds.append(time.time() - started)
    lagrangians.append(float(bits) * math.log(2))
print(json.dumps({"seconds": sum(seconds), "lagrangians": lagrangians}))
