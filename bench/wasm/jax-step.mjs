// A training step of the MLP VAE (784-400-20, batch 128) in jax-js: loss, gradients and Adam in one `jit`. Its noise is drawn inside,
// and the loss is read each time, as in mlp-vae-step.mjs.
import { jit, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';

const BATCH = 128;
const SIZES = { e1: [784, 400], mean: [400, 20], logVariance: [400, 20], d1: [20, 400], d2: [400, 784] };
const [BETA1, BETA2, EPSILON, RATE] = [0.9, 0.999, 1e-8, 1e-3];

const dense = (x, { w, b }) => np.matmul(x, w).add(b);
const relu = nn.relu;
/** log(1 + e^x) without overflow. */
const softplus = nn.softplus;

function loss(parameters, x, noise) {
  const { e1, mean, logVariance, d1, d2 } = parameters;
  const h = relu(dense(x.ref, e1));
  const m = dense(h.ref, mean);
  const lv = dense(h, logVariance);
  const z = m.ref.add(np.exp(lv.ref.mul(0.5)).mul(noise));
  const logits = dense(relu(dense(z, d1)), d2);
  const nll = softplus(logits.ref).sub(logits.mul(x)).sum();
  const kl = lv.ref.add(1).sub(np.square(m)).sub(np.exp(lv)).sum().mul(-0.5);
  return nll.add(kl).div(BATCH);
}

const step = jit((state, x, key) => {
  const { parameters, m, v, power1, power2 } = state;
  const noise = random.normal(key, [BATCH, 20]);
  const [value, slopes] = valueAndGrad(loss)(tree.ref(parameters), x, noise);
  const [first, second] = [power1.mul(BETA1), power2.mul(BETA2)];
  const moved = tree.map(
    (parameter, mean, square, slope) => {
      const newMean = mean.mul(BETA1).add(slope.ref.mul(1 - BETA1));
      const newSquare = square.mul(BETA2).add(np.square(slope).mul(1 - BETA2));
      const up = newMean.ref.div(first.ref.mul(-1).add(1));
      const down = np.sqrt(newSquare.ref.div(second.ref.mul(-1).add(1))).add(EPSILON);
      return [parameter.sub(up.div(down).mul(RATE)), newMean, newSquare];
    },
    parameters,
    m,
    v,
    slopes,
  );
  const part = (i) => Object.fromEntries(Object.entries(moved).map(([name, { w, b }]) => [name, { w: w[i], b: b[i] }]));
  return { state: { parameters: part(0), m: part(1), v: part(2), power1: first, power2: second }, value };
});

/** A step on a fresh model and made-up data. */
export function jaxStepper() {
  const uniform = (shape, limit) =>
    np.array(Float32Array.from({ length: shape[0] * shape[1] }, () => (2 * Math.random() - 1) * limit)).reshape(shape);
  const layers = (make) =>
    Object.fromEntries(Object.entries(SIZES).map(([name, [n, k]]) => [name, { w: make(n, k), b: np.zeros([k]) }]));
  let state = {
    parameters: layers((n, k) => uniform([n, k], Math.sqrt(6 / (n + k)))),
    m: layers((n, k) => np.zeros([n, k])),
    v: layers((n, k) => np.zeros([n, k])),
    power1: np.array(1),
    power2: np.array(1),
  };
  const bits = Float32Array.from({ length: BATCH * 784 }, () => (Math.random() < 0.3 ? 1 : 0));
  const x = np.array(bits).reshape([BATCH, 784]);
  let count = 0;
  return async () => {
    const { state: next, value } = step(state, x.ref, random.key(count++));
    state = next;
    return (await value.data())[0];
  };
}
