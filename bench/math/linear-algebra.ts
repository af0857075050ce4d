// Eigenvalues of symmetric matrices and Frechet distances against LAPACK by numpy and scipy, in turns: CPU milliseconds.
// PYTHON=/usr/bin/python3 OMP_NUM_THREADS=1 npx tsx --conditions=@latents/source math/linear-algebra.ts [frechet], in bench/.
import { frechetDistance } from '@latents/gan';
import { createRng, ndArray, symmetricEigen, symmetricEigenvalues } from '@latents/math';
import { cpuTime, median, python } from '../wasm/measure.mjs';

const ROUNDS = 5;

/** A symmetric matrix that both sides make. */
function matrix(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return ((i * j * 7919 + (i + j) * 104729) % 2003) / 2003 - 0.5;
  });
}

async function eigenvalues(n: number): Promise<void> {
  const a = matrix(n);
  const work = {
    values: () => symmetricEigenvalues(a, n),
    'values and vectors': () => symmetricEigen(a, n),
  };
  const times: Record<string, { ours: number[]; theirs: number[] }> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    const theirs = python('../math/linear_algebra.py', 'eigenvalues', n) as Record<string, number> | undefined;
    for (const [name, run] of Object.entries(work)) {
      const ours = await cpuTime(run, 3);
      // The first round warms both up.
      if (round === 0) times[name] = { ours: [], theirs: [] };
      else {
        times[name]!.ours.push(ours);
        if (theirs) times[name]!.theirs.push(theirs[name]!);
      }
    }
  }
  for (const [name, { ours, theirs }] of Object.entries(times)) report(`n = ${n}, ${name}`, ours, theirs);
}

async function frechet(rows: number, features: number): Promise<void> {
  const rng = createRng(1);
  const draw = () => rng.fillNormal(new Float64Array(rows * features));
  const a = ndArray([rows, features], draw());
  const b = ndArray(
    [rows, features],
    draw().map((x, i) => x * (1 + (i % features) / features) + 0.1),
  );
  const start = performance.now();
  const ours = await cpuTime(() => frechetDistance(a, b));
  console.log(
    `frechetDistance, ${rows} rows, ${features} features: ${((performance.now() - start) / 1000).toFixed(1)} s of wall time`,
  );
  const theirs = python('../math/linear_algebra.py', 'frechet', rows, features) as { frechet: number } | undefined;
  report(`frechetDistance, ${rows} rows, ${features} features`, [ours], theirs ? [theirs.frechet] : []);
}

function report(name: string, ours: readonly number[], theirs: readonly number[]): void {
  const ratios = ours.map((time, i) => time / theirs[i]!);
  const range = theirs.length > 0 ? ` (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})` : '';
  const peer =
    theirs.length > 0 ? `${median([...theirs]).toFixed(1)} ms, ratio ${median(ratios).toFixed(2)}${range}` : 'absent';
  console.log(`${name}: ${median([...ours]).toFixed(1)} ms, peer ${peer}`);
}

if (process.argv[2] === 'frechet') await frechet(4096, 2048);
else for (const n of [50, 200, 400]) await eigenvalues(n);
