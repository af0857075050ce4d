import type { Kernels } from './kernels.js';

/** Exports of the WebAssembly module: layouts unpacked, in the order of the parameters in `assembly/`. */
interface Exports {
  fullDensities: DensityCall;
  diagonalDensities: DensityCall;
  fullMoments: MomentCall;
  diagonalMoments: MomentCall;
  respond(
    joint: number,
    stride: number,
    rows: number,
    components: number,
    weights: number,
    tops: number,
    sums: number,
    tilts: number,
  ): void;
  forward(
    start: number,
    transitions: number,
    likelihood: number,
    alpha: number,
    sums: number,
    inverse: number,
    states: number,
    steps: number,
    least: number,
  ): number;
  backward(
    transposed: number,
    likelihood: number,
    alpha: number,
    gamma: number,
    inverse: number,
    beta: number,
    scratch: number,
    pairs: number,
    states: number,
    steps: number,
    chunk: number,
  ): void;
  matMul(
    left: number,
    down: number,
    across: number,
    right: number,
    out: number,
    rows: number,
    columns: number,
    depth: number,
  ): void;
  matVec: WeightedCall;
  matVecTransposed: WeightedCall;
  addOuter(out: number, left: number, right: number, rows: number, columns: number, weight: number): void;
  logistic(scores: number, signedWeights: number, rows: number): number;
  expSums(values: number, tops: number, sums: number, rows: number, width: number): void;
}

type DensityCall = (
  block: number,
  rows: number,
  dimensions: number,
  whitening: number,
  shift: number,
  constant: number,
  out: number,
) => void;

type MomentCall = (
  block: number,
  rows: number,
  dimensions: number,
  weights: number,
  scaled: number,
  sums: number,
  squares: number,
) => number;

type WeightedCall = (
  matrix: number,
  vector: number,
  out: number,
  rows: number,
  columns: number,
  weight: number,
) => void;

/** Returns the kernels of an instance of the WebAssembly module. Layouts are unpacked here and nowhere else. */
export function bindKernels(instance: WebAssembly.Instance): Kernels {
  const wasm = instance.exports as unknown as Exports;
  return {
    mixtures: {
      fullDensities: (at) =>
        wasm.fullDensities(at.block, at.rows, at.dimensions, at.whitening, at.shift, at.constant, at.out),
      diagonalDensities: (at) =>
        wasm.diagonalDensities(at.block, at.rows, at.dimensions, at.whitening, at.shift, at.constant, at.out),
      fullMoments: (at) =>
        wasm.fullMoments(at.block, at.rows, at.dimensions, at.weights, at.scaled, at.sums, at.squares),
      diagonalMoments: (at) =>
        wasm.diagonalMoments(at.block, at.rows, at.dimensions, at.weights, at.scaled, at.sums, at.squares),
      respond: (at) =>
        wasm.respond(at.joint, at.stride, at.rows, at.components, at.weights, at.tops, at.sums, at.tilts),
    },
    chains: {
      forward: (at, steps, least) =>
        wasm.forward(at.start, at.transitions, at.likelihood, at.alpha, at.sums, at.inverse, at.states, steps, least),
      backward: (at, steps) =>
        wasm.backward(
          at.transposed,
          at.likelihood,
          at.alpha,
          at.gamma,
          at.inverse,
          at.beta,
          at.scratch,
          at.pairs,
          at.states,
          steps,
          at.chunk,
        ),
    },
    products: {
      matMul: (at) => wasm.matMul(at.left, at.down, at.across, at.right, at.out, at.rows, at.columns, at.depth),
      matVec: (at) => wasm.matVec(at.matrix, at.vector, at.out, at.rows, at.columns, at.weight),
      matVecTransposed: (at) => wasm.matVecTransposed(at.matrix, at.vector, at.out, at.rows, at.columns, at.weight),
      addOuter: (at) => wasm.addOuter(at.out, at.left, at.right, at.rows, at.columns, at.weight),
    },
    logistic: { loss: (at) => wasm.logistic(at.scores, at.signedWeights, at.rows) },
    rows: { expSums: (at) => wasm.expSums(at.values, at.tops, at.sums, at.rows, at.width) },
  };
}
