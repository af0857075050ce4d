// One Adam step of a GRU VRNN (batch 20, T 60, 88 inputs, GRU 64, z 32, conditional prior): plain tfjs wasm as one would
// write it, the kernels installed, the fused operations with all that does not recur taken out of the loop, PyTorch.
// node [--experimental-wasm-relaxed-simd] bench/wasm/vrnn.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {
  bernoulliLogProb,
  dense as fusedDense,
  gaussianKl,
  gaussianSample,
  gruCell,
  randomNormal,
} from '@latents/core';
import { createRng } from '@latents/math';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { compare, profile, report } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 25);
const [T, B, X, H, Z] = [60, 20, 88, 64, 32];
await tf.setBackend('wasm');
const rng = createRng(0);
const x = tf.randomUniform([T, B, X]).less(0.1).cast('float32');
const layer = (n, m) => ({
  w: tf.variable(tf.randomUniform([n, m], -1 / Math.sqrt(n), 1 / Math.sqrt(n))),
  b: tf.variable(tf.zeros([m])),
});

function parameters() {
  const layers = {
    phiX: layer(X, H),
    phiZ: layer(Z, H),
    prior: layer(H, H),
    priorOut: layer(H, 2 * Z),
    encoderX: layer(H, H),
    encoderH: layer(H, H),
    encoderOut: layer(H, 2 * Z),
    decoderZ: layer(H, H),
    decoderH: layer(H, H),
    decoderOut: layer(H, X),
    gruX: layer(H, 3 * H),
    gruZ: layer(H, 3 * H),
    gruH: layer(H, 3 * H),
  };
  return { layers, variables: Object.values(layers).flatMap(({ w, b }) => [w, b]) };
}

const dense = (input, { w, b }) => input.matMul(w).add(b);

function plainModel() {
  const { layers: p, variables } = parameters();
  const loss = () => {
    let h = tf.zeros([B, H]);
    const inputs = tf.unstack(x);
    let total = tf.scalar(0);
    for (let t = 0; t < T; t++) {
      const features = dense(inputs[t], p.phiX).relu();
      const [pm, plv] = tf.split(dense(dense(h, p.prior).relu(), p.priorOut), 2, 1);
      const hidden = dense(features, p.encoderX).add(dense(h, p.encoderH)).relu();
      const [m, lv] = tf.split(dense(hidden, p.encoderOut), 2, 1);
      const z = m.add(
        lv
          .mul(0.5)
          .exp()
          .mul(tf.randomNormal([B, Z])),
      );
      const fz = dense(z, p.phiZ).relu();
      const logits = dense(dense(fz, p.decoderZ).add(dense(h, p.decoderH)).relu(), p.decoderOut);
      const [xr, xu, xn] = tf.split(dense(features, p.gruX).add(dense(fz, p.gruZ)), 3, 1);
      const [hr, hu, hn] = tf.split(dense(h, p.gruH), 3, 1);
      const u = xu.add(hu).sigmoid();
      const n = xn.add(xr.add(hr).sigmoid().mul(hn)).tanh();
      h = n.sub(u.mul(n)).add(u.mul(h));
      const nll = logits.softplus().sub(logits.mul(inputs[t])).sum();
      const gap = lv.sub(plv);
      const kl = gap.exp().add(m.sub(pm).square().div(plv.exp())).sub(gap).sub(1).sum().mul(0.5);
      total = total.add(nll).add(kl);
    }
    return total.div(B);
  };
  return { loss, variables };
}

function fusedModel() {
  const { layers: p, variables } = parameters();
  const loss = () => {
    const features = fusedDense(x, p.phiX.w, p.phiX.b, 'relu');
    const encoderX = tf.unstack(fusedDense(features, p.encoderX.w, p.encoderX.b));
    const gruX = tf.unstack(fusedDense(features, p.gruX.w, p.gruX.b));
    const noise = tf.unstack(randomNormal(rng, [T, B, Z]));
    const weights = { kernel: p.gruH.w, bias: p.gruH.b };
    let h = tf.zeros([B, H]);
    const [states, codes, means, logVariances] = [[], [], [], []];
    for (let t = 0; t < T; t++) {
      const hidden = tf.relu(fusedDense(h, p.encoderH.w, p.encoderH.b).add(encoderX[t]));
      const [mean, logVariance] = tf.split(fusedDense(hidden, p.encoderOut.w, p.encoderOut.b), 2, 1);
      const z = gaussianSample({ loc: mean, logVariance }, noise[t]);
      const code = fusedDense(z, p.phiZ.w, p.phiZ.b, 'relu');
      states.push(h);
      codes.push(code);
      means.push(mean);
      logVariances.push(logVariance);
      h = gruCell(fusedDense(code, p.gruZ.w, p.gruZ.b).add(gruX[t]), h, weights);
    }
    const all = tf.stack(states);
    const hidden = fusedDense(tf.stack(codes), p.decoderZ.w, p.decoderZ.b).add(
      fusedDense(all, p.decoderH.w, p.decoderH.b),
    );
    const logits = fusedDense(hidden.relu(), p.decoderOut.w, p.decoderOut.b);
    const prior = fusedDense(fusedDense(all, p.prior.w, p.prior.b, 'relu'), p.priorOut.w, p.priorOut.b);
    const [mean, logVariance] = tf.split(prior, 2, 2);
    const kl = gaussianKl({ loc: tf.stack(means), logVariance: tf.stack(logVariances) }, { loc: mean, logVariance });
    return kl.sub(bernoulliLogProb(logits, x)).sum().div(B);
  };
  return { loss, variables };
}

function stepper(optimizer, make) {
  const { variables, loss } = make();
  return () => {
    const value = optimizer.minimize(() => tf.tidy(loss), true, variables);
    value.dataSync();
    value.dispose();
  };
}

if (process.argv.includes('--profile')) {
  await installTrainingKernels();
  await profile(tf, stepper(new Adam({ learningRate: 1e-3 }), fusedModel), rounds);
  process.exit();
}

const programs = {
  'tfjs wasm': { run: stepper(tf.train.adam(1e-3), plainModel) },
  'kernels alone': { run: stepper(tf.train.adam(1e-3), plainModel), kernels: true },
  'fused operations and Adam': { run: stepper(new Adam({ learningRate: 1e-3 }), fusedModel), kernels: true },
  'PyTorch, one thread': { python: 'vrnn.py' },
};
const measured = await compare(programs, { perBlock: Math.ceil(rounds / 5), install: installTrainingKernels });
report('GRU VRNN, batch 20, T 60', measured, 'fused operations and Adam');
