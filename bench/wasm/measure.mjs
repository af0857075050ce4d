// What the benchmarks share: medians, interleaved so that all programs meet the same weather, and PyTorch in a child.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Median milliseconds of each program, one run of each in turn, after `warm` rounds that do not count. */
export async function interleaved(programs, { rounds = 25, warm = 3 } = {}) {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = -warm; round < rounds; round++) {
    for (const [name, run] of Object.entries(programs)) {
      const start = performance.now();
      await run();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** What a Python script of this folder prints, as JSON; undefined, loudly, where PyTorch is not installed. */
export function python(script, ...args) {
  const { OPENBLAS_NUM_THREADS, OPENBLAS_CORETYPE, ...env } = process.env;
  try {
    const file = fileURLToPath(new URL(script, import.meta.url));
    return JSON.parse(execFileSync(process.env.PYTHON ?? 'python3', [file, ...args.map(String)], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch (error) {
    console.warn(`SKIPPED PyTorch: ${error.message.split('\n')[0]}`);
    return undefined;
  }
}
