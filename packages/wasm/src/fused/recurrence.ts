import { type FusedActivation, OPERATIONS, type RecurrenceActivations } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import type { FusedKernel } from '../kernels/kernel.js';
import type { Runtime } from '../runtime/runtime.js';
import { activationNumber } from './dense.js';
import { run } from './run.js';

/** A dense layer by the places of its numbers, its input's width first. */
export interface Layer {
  readonly kernel: number;
  readonly inputs: number;
  readonly outputs: number;
  /** The number of its activation. */
  readonly op: number;
  readonly bias: number;
}

/** The sizes and the weights of a call. Widths: E evidence, F and G features of x and z, H state, Z latent. */
export class Recurrence {
  readonly steps: number;
  readonly batch: number;
  readonly widths: {
    readonly e: number;
    readonly f: number;
    readonly g: number;
    readonly h: number;
    readonly z: number;
  };
  readonly evidence: number;
  readonly features: number;
  readonly noise: number;
  readonly cell: {
    readonly kernel: number;
    readonly bias: number;
    readonly recurrent: number;
    readonly recurrentBias: number;
  };
  readonly posterior: readonly Layer[];
  readonly zFeatures: readonly Layer[];
  private readonly runtime: Runtime;

  constructor(runtime: Runtime, inputs: readonly tf.TensorInfo[], { posterior, zFeatures }: RecurrenceActivations) {
    const [evidence, features, noise, kernel, bias, recurrent, recurrentBias, ...layers] = inputs;
    const [steps, batch, e] = evidence!.shape as [number, number, number];
    const [f, h] = [features!.shape[2]!, recurrent!.shape[0]!];
    this.runtime = runtime;
    this.steps = steps;
    this.batch = batch;
    this.widths = { e, f, g: kernel!.shape[0]! - f, h, z: noise!.shape[2]! };
    this.evidence = runtime.pointer(evidence!);
    this.features = runtime.pointer(features!);
    this.noise = runtime.pointer(noise!);
    const [k, b, r, rb] = [kernel!, bias!, recurrent!, recurrentBias!].map((info) => runtime.pointer(info));
    this.cell = { kernel: k!, bias: b!, recurrent: r!, recurrentBias: rb! };
    const stack = (from: number, activations: readonly FusedActivation[]) =>
      activations.map((activation, i) => {
        const [weights, offsets] = [layers[2 * (from + i)]!, layers[2 * (from + i) + 1]!];
        const [wide, outputs] = weights.shape as [number, number];
        const op = activationNumber(activation);
        return { kernel: runtime.pointer(weights), bias: runtime.pointer(offsets), inputs: wide, outputs, op };
      });
    this.posterior = stack(0, posterior);
    this.zFeatures = stack(posterior.length, zFeatures);
  }

  /** Numbers of step t in `[T, batch, width]`. */
  at(pointer: number, t: number, width: number): number {
    return pointer + 4 * t * this.batch * width;
  }

  /** C = start + op(A) op(B): C is `[m, n]`, k the inner size. */
  product(a: number, b: number, c: number, m: number, n: number, k: number, how: Product = {}): void {
    const { kernels } = this.runtime;
    const scratch = this.runtime.scratch(kernels.gemmScratch(m, k));
    const { transposeA = false, transposeB = false, start = 0 } = how;
    kernels.gemm(a, b, c, m, n, k, Number(transposeA), Number(transposeB), start, scratch);
  }

  copy(from: number, to: number, size: number): void {
    this.runtime.kernels.copyRuns(from, size, to, size, 1, size);
  }

  /** to += from. */
  add(from: number, to: number, size: number): void {
    this.runtime.kernels.binary(0, to, 0, 1, from, 0, 1, to, 1, size);
  }
}

interface Product {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Start of the sum: 0 (default) for nothing, the pointer of C for what C holds, or that of a row `[n]`. */
  readonly start?: number;
}

/** The name of the kernel that goes back. */
export const RECURRENCE_GRADIENT = `${OPERATIONS.recurrence.kernel}Gradient`;

export const recurrence: FusedKernel = {
  name: OPERATIONS.recurrence.kernel,
  run: ({ runtime, inputs, attrs }) => {
    const given = Object.values(inputs) as tf.TensorInfo[];
    const r = new Recurrence(runtime, given, attrs as unknown as RecurrenceActivations);
    const { steps, batch, widths } = r;
    const { e, f, g, h, z } = widths;
    const made = (width: number) => runtime.output([steps, batch, width]);
    const [hidden, draws, seen, loc, logVariance, gates, fromState] = [h, z, g, z, z, 3 * h, 3 * h].map(made);
    const posterior = r.posterior.map(({ outputs }) => made(outputs));
    const zFeatures = r.zFeatures.slice(0, -1).map(({ outputs }) => made(outputs));
    const fromInput = made(3 * h);
    const pointer = (info: tf.TensorInfo | undefined) => runtime.pointer(info!);
    const values = posterior.map(pointer);
    const features = [...zFeatures, seen].map(pointer);
    const { kernels } = runtime;
    const [state, input, content] = [pointer(hidden), pointer(fromInput), pointer(fromState)];
    const first = r.posterior[0]!;
    // What does not recur, for all steps at once.
    r.product(r.evidence, first.kernel, values[0]!, steps * batch, first.outputs, e, { start: first.bias });
    r.product(r.features, r.cell.kernel, input, steps * batch, 3 * h, f, { start: r.cell.bias });
    runtime.float32(state, batch * h).fill(0);
    for (let t = 0; t < steps; t++) {
      const now = r.at(state, t, h);
      r.posterior.forEach(({ kernel, bias, inputs: wide, outputs, op }, i) => {
        const to = r.at(values[i]!, t, outputs);
        if (i === 0) r.product(now, kernel + 4 * e * outputs, to, batch, outputs, h, { start: to });
        else r.product(r.at(values[i - 1]!, t, wide), kernel, to, batch, outputs, wide, { start: bias });
        kernels.activate(op, to, batch * outputs);
      });
      const put = r.at(values[values.length - 1]!, t, 2 * z);
      const [mean, spread, draw] = [loc, logVariance, draws].map((info) => r.at(pointer(info), t, z));
      kernels.copyRuns(put, 2 * z, mean!, z, batch, z);
      kernels.copyRuns(put + 4 * z, 2 * z, spread!, z, batch, z);
      kernels.gaussianSample(mean!, spread!, r.at(r.noise, t, z), draw!, batch * z);
      r.zFeatures.forEach(({ kernel, bias, inputs: wide, outputs, op }, i) => {
        const to = r.at(features[i]!, t, outputs);
        const from = i === 0 ? draw! : r.at(features[i - 1]!, t, wide);
        r.product(from, kernel, to, batch, outputs, wide, { start: bias });
        kernels.activate(op, to, batch * outputs);
      });
      if (t === steps - 1) break;
      const [x, own] = [r.at(input, t, 3 * h), r.at(content, t, 3 * h)];
      r.product(r.at(pointer(seen), t, g), r.cell.kernel + 12 * f * h, x, batch, 3 * h, g, { start: x });
      r.product(now, r.cell.recurrent, own, batch, 3 * h, h, { start: r.cell.recurrentBias });
      kernels.gruForward(x, own, now, r.at(pointer(gates), t, 3 * h), r.at(state, t + 1, h), batch, h);
    }
    runtime.backend.disposeData(fromInput.dataId);
    return [hidden!, draws!, seen!, loc!, logVariance!, gates!, fromState!, ...posterior, ...zFeatures];
  },
  gradient: {
    saveAllInputs: true,
    // However many layers there are.
    outputsToSave: new Array<boolean>(64).fill(true),
    gradFunc: (dys, saved, attrs) => {
      const { posterior, zFeatures } = attrs as unknown as RecurrenceActivations;
      const inputs = OPERATIONS.recurrence.inputs.length + 2 * (posterior.length + zFeatures.length);
      const upstream = (dys as tf.Tensor[]).slice(0, OPERATIONS.recurrence.results.length);
      if (tf.engine().state.gradientDepth > 0) {
        const gradients = composedGradients(upstream, saved.slice(0, inputs), { posterior, zFeatures });
        return gradients.map((gradient) => () => gradient) as unknown as ReturnType<tf.GradFunc>;
      }
      const gradients = run<tf.Tensor[]>(
        { name: RECURRENCE_GRADIENT },
        [...upstream, ...saved] as unknown as Record<string, tf.Tensor>,
        attrs,
      );
      const by = [...gradients.slice(0, 2), undefined, ...gradients.slice(2)];
      const thunks = Array.from({ length: inputs }, (_, i) => () => {
        const gradient = by[i];
        if (gradient === undefined) throw new Error(`${RECURRENCE_GRADIENT}: expected noise to be constant.`);
        return gradient;
      });
      return thunks as unknown as ReturnType<tf.GradFunc>;
    },
  },
};

/** The gradients of the composed form, for a gradient that is differentiated in turn. */
function composedGradients(dys: readonly tf.Tensor[], inputs: tf.Tensor[], activations: RecurrenceActivations) {
  return tf.grads((...its: tf.Tensor[]) => {
    const results = OPERATIONS.recurrence.composed(its, activations);
    const products = results.map((result, i) => tf.sum(tf.mul(result, dys[i]!)));
    return products.reduce((sum, product) => tf.add(sum, product));
  })(inputs);
}
