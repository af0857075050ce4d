"""A straightforward numpy Blahut-Arimoto for the information bottleneck, 256 x 64, 100 betas, timed: the peer of bottleneck.ts.

    OMP_NUM_THREADS=1 python3 bench/infotheory/bottleneck_numpy.py < joint.json

Reads {"joint": [[...]], "betas": [...]} and anneals downwards from one codeword a symbol, as bottleneck.ts times its own, with the same
stopping rule. Prints seconds and the Lagrangians, as JSON.
"""
import json
import sys
import time

import numpy as np

given = json.load(sys.stdin)
joint = np.array(given["joint"])
px = joint.sum(1)
py = joint.sum(0)
channel = joint / px[:, None]
negentropy = (channel * np.log(channel)).sum(1)
started = time.time()
encoder = np.eye(len(px))
lagrangians, rounds = [], 0
for beta in reversed(given["betas"]):
    for _ in range(given["maxIterations"]):
        rounds += 1
        pz = px @ encoder
        used = pz > 1e-13
        if not used.all():
            encoder = encoder[:, used]
            encoder /= encoder.sum(1, keepdims=True)
            pz = px @ encoder
        decoder = (encoder * px[:, None]).T @ channel / pz[:, None]
        scores = np.log(pz) - beta * (negentropy[:, None] - channel @ np.log(decoder).T)
        scores -= scores.max(1, keepdims=True)
        new = np.exp(scores)
        new /= new.sum(1, keepdims=True)
        change = (px * np.abs(new - encoder).sum(1)).sum() / 2
        encoder = new
        if change <= given["tolerance"]:
            break
    pz = px @ encoder
    decoder = (encoder * px[:, None]).T @ channel / pz[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.nansum(px[:, None] * encoder * np.log(encoder / pz))
        relevance = np.nansum(pz[:, None] * decoder * np.log(decoder / py))
    lagrangians.append(rate - beta * relevance)
print(json.dumps({"seconds": time.time() - started, "rounds": rounds, "lagrangians": lagrangians[::-1]}))
