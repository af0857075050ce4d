// The whole tabular bottleneck curve at 256 x 64 and 100 betas, against a straightforward numpy Blahut-Arimoto in the same run, or
// against dit's optimiser (with PYTHONPATH naming a checkout; PYTHON may name the interpreter).
//
//   cd bench && OMP_NUM_THREADS=1 npx tsx --conditions=@latents/source infotheory/bottleneck.ts [rows] [columns] [betas] [numpy|dit]
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bottleneckCurve, jointOf } from '@latents/infotheory/tables';
import { createRng } from '@latents/math';

const [rows = 256, columns = 64, count = 100] = process.argv.slice(2, 5).map(Number);
const peer = process.argv[5] ?? 'numpy';
const stopping = { tolerance: 1e-8, maxIterations: 5000 };
const rng = createRng(0);
// Eight kinds of rows, blurred: there are clusters to find, at several scales.
const kinds = Array.from({ length: 8 }, () => Array.from({ length: columns }, () => rng.exponential() ** 3));
const weights = Array.from({ length: rows }, (_, x) => {
  const mass = rng.exponential() + 0.1;
  return kinds[x % 8]!.map((weight) => mass * (weight + 0.3 * rng.exponential()));
});
const joint = jointOf(weights);
const betas = Array.from({ length: count }, (_, i) => 1.1 * 50 ** (i / (count - 1)));

const started = performance.now();
const curve = bottleneckCurve(joint, { betas, rng, ...stopping });
const seconds = (performance.now() - started) / 1000;
console.log(
  `bottleneckCurve, down, up and exchanged: ${seconds.toFixed(2)} s, contradiction ${curve.contradiction.toExponential(1)}, cardinalities ${curve.codes.map(({ cardinality }) => cardinality).join(' ')}`,
);

const input = JSON.stringify({
  joint: Array.from({ length: rows }, (_, x) => [...joint.data.subarray(x * columns, (x + 1) * columns)]),
  betas,
  codewords: rows,
  ...stopping,
});
const program = join(
  dirname(fileURLToPath(import.meta.url)),
  peer === 'dit' ? 'bottleneck_dit.py' : 'bottleneck_numpy.py',
);
const output = execFileSync('/usr/bin/env', [process.env['PYTHON'] ?? 'python3', program], {
  input,
  encoding: 'utf8',
  maxBuffer: 1e8,
});
const other = JSON.parse(output) as { seconds: number; rounds?: number; lagrangians: number[] };
const gaps = curve.codes.map(({ lagrangian }, i) => other.lagrangians[i]! - lagrangian);
const what = other.rounds === undefined ? '' : `, down only, ${other.rounds} rounds`;
console.log(
  `${peer}${what}: ${other.seconds.toFixed(2)} s; ours is ${(other.seconds / seconds).toFixed(2)} times as fast; its Lagrangians are higher than ours by ${Math.min(...gaps).toExponential(1)} to ${Math.max(...gaps).toExponential(1)} nats`,
);
