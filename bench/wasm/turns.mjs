// What is measured where nothing but wall time is to be had: pages, and threads.
import { Adam, installTrainingKernels, startThreads } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { convModel } from './conv-vae-step.mjs';
import { stepper, vaeStepper } from './mlp-vae-step.mjs';

export const SIZES = [
  [128, 400, 784],
  [784, 400, 128],
  [1024, 1024, 1024],
  [64, 64, 64],
];

const sorted = (values) => [...values].sort((a, b) => a - b);
const summary = (values) => ({ median: sorted(values)[values.length >> 1], least: Math.min(...values) });

/** What a program has run for before it is measured, in milliseconds: new threads take some until each has a core. */
const WARM_UP = 60;
const SAMPLES = 5;

/**
 * Milliseconds of each program: in each of `rounds` turns five samples, each as long as `fill` milliseconds. A program is
 * `{ run, kernels, threads }`: with `kernels` it runs while those are installed, on that many threads.
 */
async function inTurns(programs, rounds, fill) {
  const times = programs.map(() => []);
  const sample = async (run, least) => {
    const start = performance.now();
    let count = 0;
    do {
      await run();
      count++;
    } while (performance.now() - start < least);
    return (performance.now() - start) / count;
  };
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run, kernels, threads = 1 }] of programs.entries()) {
      const installed = kernels ? await installTrainingKernels() : undefined;
      if (threads > 1) {
        const { count, reason } = await startThreads(threads);
        if (count !== threads) throw new Error(reason);
      }
      await sample(run, WARM_UP);
      for (let j = 0; j < SAMPLES; j++) times[i].push(await sample(run, fill));
      installed?.uninstall();
    }
  }
  return times.map(summary);
}

/** Each product and step by tfjs, where `withTfjs` asks for it, and by ours on each number of threads. */
export async function measureAll(rounds, threads, withTfjs) {
  const programs = (plain, ours) => [
    ...(withTfjs && plain ? [{ run: plain }] : []),
    ...threads.map((count) => ({ run: ours, kernels: true, threads: count })),
  ];
  const products = [];
  for (const [m, n, k] of SIZES) {
    const [a, b] = [tf.randomUniform([m, k]), tf.randomUniform([k, n])];
    const run = () => tf.matMul(a, b).dispose();
    products.push(await inTurns(programs(run, run), rounds, 10));
    tf.dispose([a, b]);
  }
  const adam = () => new Adam({ learningRate: 1e-3 });
  const plain = withTfjs ? stepper(tf.train.adam(1e-3)) : undefined;
  const mlp = await inTurns(programs(plain, vaeStepper()), rounds, 30);
  // tfjs has no gradient of a convolution here.
  const conv = await inTurns(programs(undefined, stepper(adam(), convModel)), rounds, 60);
  return { products, mlp, conv };
}

/** Prints what `measureAll` measured; the first column of a line is the one that the others are compared to. */
export function reportAll({ products, mlp, conv }, names) {
  const rate = ([m, n, k], ms) => ((2 * m * n * k) / ms / 1e6).toFixed(1);
  for (const [i, columns] of products.entries()) {
    const cells = columns.map(
      ({ median, least }, j) =>
        `${names[j]} ${rate(SIZES[i], median)} (best ${rate(SIZES[i], least)}), ${(columns[0].median / median).toFixed(2)} times`,
    );
    console.log(`${SIZES[i].join('x')} (m, n, k), GFLOP/s: ${cells.join('; ')}`);
  }
  for (const [title, columns] of [
    ['MLP VAE, createVae and fit', mlp],
    ['convolutional VAE', conv],
  ]) {
    const these = names.slice(names.length - columns.length);
    const cells = columns.map(({ median, least }, j) => {
      const ratios = `${(columns[0].median / median).toFixed(2)} (${(columns[0].least / least).toFixed(2)}) times`;
      return `${these[j]} ${median.toFixed(1)} (least ${least.toFixed(1)}), ${ratios}`;
    });
    console.log(`${title} step, wall ms: ${cells.join('; ')}`);
  }
}
