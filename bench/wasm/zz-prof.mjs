import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { convModel } from './conv-vae-step.mjs';
import { fusedModel, stepper } from './mlp-vae-step.mjs';

const spent = new Map();
const Real = WebAssembly.Instance;
WebAssembly.Instance = (module, imports) => {
  const inst = new Real(module, imports);
  if (!inst.exports.gemm) return inst;
  const exports = {};
  for (const [name, f] of Object.entries(inst.exports))
    exports[name] =
      typeof f !== 'function' || name === 'gemmScratch'
        ? f
        : (...a) => {
            const key =
              name === 'gemm'
                ? `gemm ${a[3]}x${a[4]}x${a[5]} ${a[6]}${a[7]}${a[8]}`
                : name === 'im2col' || name === 'col2im'
                  ? name
                  : name;
            const t = performance.now();
            const r = f(...a);
            const d = performance.now() - t;
            const e = spent.get(key) ?? [0, 0, name === 'gemm' ? 2 * a[3] * a[4] * a[5] : 0];
            e[0] += d;
            e[1]++;
            spent.set(key, e);
            return r;
          };
  return { exports };
};
await tf.setBackend('wasm');
await installTrainingKernels();
for (const [name, make] of [
  ['mlp', fusedModel],
  ['conv', convModel],
]) {
  const step = stepper(new Adam({ learningRate: 1e-3 }), make);
  for (let i = 0; i < 30; i++) step();
  spent.clear();
  const n = 60;
  const t = performance.now();
  for (let i = 0; i < n; i++) step();
  console.log(name, ((performance.now() - t) / n).toFixed(2), 'ms');
  for (const [k, [ms, c, fl]] of [...spent].sort((a, b) => b[1][0] - a[1][0]).slice(0, 32))
    console.log(
      '  ',
      k.padEnd(34),
      (ms / n).toFixed(3),
      (c / n).toFixed(1),
      fl ? ((fl * c) / ms / 1e6).toFixed(1) + ' GF' : '',
    );
}
