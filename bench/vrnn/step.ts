// One Adam step of a VRNN (batch 20, 88 keys, GRU 64, z 32) against PyTorch on one thread, in turns, in CPU time.
//   node --experimental-wasm-relaxed-simd --import tsx --conditions=@latents/source vrnn/step.ts [--rounds 25] [--length 60]
// With --leak 500: the number of tensors before and after as many steps. With --python '': ours alone.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRng, ndArray } from '@latents/math';
import { useWasm } from '@latents/setup/wasm';
import { createVrnn } from '@latents/vrnn';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '25' },
    length: { type: 'string', default: '60' },
    leak: { type: 'string', default: '0' },
    python: { type: 'string', default: process.env['PYTHON'] ?? 'python3' },
  },
});
const [rounds, steps, leak] = [Number(options.rounds), Number(options.length), Number(options.leak)];
const WARM_UP = 3;
console.log(await useWasm());

const rng = createRng(0);
const vrnn = createVrnn({ inputDim: 88, latentDim: 32, units: 64, rng: rng.split() });
const [player] = vrnn.players({ optimizer: new Adam({ learningRate: 1e-3 }) });
const keys = rng.fillUniform(new Float32Array(20 * steps * 88)).map((u) => (u < 0.1 ? 1 : 0));
const batch = { x: ndArray([20, steps, 88], keys), lengths: ndArray([20], new Int32Array(20).fill(steps)) };
let taken = 0;
const step = () => player!.take(batch, { step: taken++, rng });
const parameters = Object.values(vrnn.parameters).reduce((sum, { size }) => sum + size, 0);
console.log(`${parameters} parameters, ${steps} steps a sequence`);

async function ours(): Promise<number> {
  const before = process.cpuUsage();
  await step();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** PyTorch in a process of its own, which takes one step whenever it is asked. */
async function peer(): Promise<{ take(): Promise<number>; end(): void } | undefined> {
  if (options.python === '') return undefined;
  const script = fileURLToPath(new URL('./step.py', import.meta.url));
  const child = spawn(options.python, [script, String(steps)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_CORETYPE: 'SkylakeX', OMP_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const theirs = Number((await lines.next()).value);
  if (theirs !== parameters) console.log(`PyTorch's has ${theirs} parameters`);
  return {
    async take() {
      child.stdin.write('\n');
      return Number((await lines.next()).value);
    },
    end: () => child.stdin.end(),
  };
}

const torch = await peer();
const times: { ours: number[]; torch: number[] } = { ours: [], torch: [] };
for (let round = 0; round < rounds + WARM_UP; round++) {
  const [a, b] = [await ours(), await torch?.take()];
  if (round < WARM_UP) continue;
  times.ours.push(a);
  if (b !== undefined) times.torch.push(b);
}
torch?.end();
const tell = (name: string, values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(
    `${name}: median ${median.toFixed(1)} ms of CPU, least ${sorted[0]!.toFixed(1)} (${sorted.length} steps)`,
  );
  return [median, sorted[0]!] as const;
};
const a = tell('ours', times.ours);
if (torch !== undefined) {
  const b = tell('PyTorch', times.torch);
  console.log(`ratio: ${(a[0] / b[0]).toFixed(2)} by medians, ${(a[1] / b[1]).toFixed(2)} by least`);
}

const { peakBytes } = await tf.profile(async () => {
  await step();
  return [];
});
console.log(`tensors at their most in one step: ${(peakBytes / 1e6).toFixed(1)} MB`);
if (leak > 0) {
  const before = tf.memory().numTensors;
  for (let i = 0; i < leak; i++) await step();
  console.log(`tensors before ${leak} steps: ${before}; after: ${tf.memory().numTensors}`);
}
