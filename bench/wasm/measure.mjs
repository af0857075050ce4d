// What the benchmarks share: medians of CPU time (the machine is shared: wall time measures the others), taken in turns so
// that all programs meet the same weather, and PyTorch in a child process that measures itself alike.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** CPU milliseconds of this process, all its threads, that `run` takes; `repeat` runs share one reading of the clock. */
export async function cpuTime(run, repeat = 1) {
  const start = process.cpuUsage();
  for (let i = 0; i < repeat; i++) await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / repeat;
}

/**
 * OpenBLAS may take a processor newer than itself for a Prescott and run five times slower: `OPENBLAS_VERBOSE=2` shows what
 * it chose, `OPENBLAS_CORETYPE=SkylakeX` in the environment gives PyTorch its AVX-512 kernels.
 */
const PYTHON = process.env.PYTHON ?? 'python3';

/** What a Python script of this folder prints, as JSON; undefined, loudly, where PyTorch is not installed. */
export function python(script, ...args) {
  try {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return JSON.parse(execFileSync(PYTHON, [file, ...args.map(String)], options));
  } catch (error) {
    console.warn(`SKIPPED PyTorch: ${error.message.split('\n')[0]}`);
    return undefined;
  }
}

/**
 * Medians over `blocks` blocks. A program is `{ run, kernels, repeat, python, arguments }`: with `kernels` it runs while those are
 * installed; `python` names a script that prints a list of times, with `arguments` after the number of rounds.
 */
export async function compare(programs, { blocks = 5, perBlock = 5, install }) {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  let simd;
  for (let block = 0; block < blocks; block++) {
    for (const [name, program] of Object.entries(programs)) {
      if (program.python) {
        times[name].push(...(python(program.python, 3 * perBlock, ...(program.arguments ?? [])) ?? []));
        continue;
      }
      const kernels = program.kernels ? await install() : undefined;
      simd ??= kernels?.simd;
      for (let i = 0; i < (block === 0 ? 5 : 1); i++) await program.run();
      for (let i = 0; i < perBlock; i++) times[name].push(await cpuTime(program.run, program.repeat));
      kernels?.uninstall();
    }
  }
  const of = (pick) => Object.fromEntries(Object.entries(times).map(([name, values]) => [name, pick(values)]));
  return { simd, ms: of(median), least: of((values) => Math.min(...values)) };
}

/** Prints medians and minima (what the others on the machine add, they add to the median), and their ratios to ours. */
export function report(title, { simd, ms, least }, best) {
  console.log(`${title} (${simd} SIMD), CPU ms: median, over that of ours; least, over that of ours`);
  const cell = (value) => (Number.isFinite(value) ? value.toFixed(2) : 'n/a').padStart(9);
  for (const name of Object.keys(ms)) {
    const cells = [ms[name], ms[name] / ms[best], least[name], least[name] / least[best]];
    console.log(`  ${name.padEnd(28)} ${cells.map(cell).join('  ')}`);
  }
}

/** Prints the wall time a step and a kernel, with the number of calls. */
export async function profile(tf, step, rounds) {
  for (let i = 0; i < 10; i++) await step();
  const spent = new Map();
  for (const config of tf.getKernelsForBackend('wasm')) {
    const inner = config.kernelFunc;
    const timed = (args) => {
      const start = performance.now();
      const out = inner(args);
      const [ms, calls] = spent.get(config.kernelName) ?? [0, 0];
      spent.set(config.kernelName, [ms + performance.now() - start, calls + 1]);
      return out;
    };
    for (const key of Object.getOwnPropertySymbols(inner)) timed[key] = inner[key];
    config.kernelFunc = timed;
  }
  const start = performance.now();
  for (let i = 0; i < rounds; i++) await step();
  console.log(`${((performance.now() - start) / rounds).toFixed(2)} ms a step, of which`);
  for (const [name, [ms, calls]] of [...spent].sort((a, b) => b[1][0] - a[1][0])) {
    console.log(`  ${name.padEnd(32)} ${(ms / rounds).toFixed(3).padStart(8)} ms in ${(calls / rounds).toFixed(1)}`);
  }
}
