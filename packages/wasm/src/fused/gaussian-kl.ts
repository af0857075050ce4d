import { OPERATIONS } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { gradientOf, run, sumLeading } from './run.js';

const OPERATION = OPERATIONS.gaussianKl;

const GRADIENT: FusedKernel = {
  name: 'LatentsGaussianKlGradient',
  run: ({ runtime, inputs }) => {
    const { dy, loc } = inputs as { readonly [name: string]: tf.TensorInfo };
    const [a, b, c, d] = OPERATION.inputs.map((name) => runtime.pointer(inputs[name]!)) as Pointers;
    const outputs = [0, 1, 2].map(() => runtime.output(loc!.shape));
    const [byLoc, byLogVariance, byPrior] = outputs.map((info) => runtime.pointer(info)) as [number, number, number];
    const { kernels } = runtime;
    kernels.gaussianKlGradient(runtime.pointer(dy!), a, b, c, d, byLoc, byLogVariance, byPrior, ...sizes(inputs));
    return outputs;
  },
};

/** Rows and their width, and the number of rows of the prior, which are used again and again. */
function sizes(inputs: tf.NamedTensorInfoMap): [rows: number, width: number, period: number] {
  const [q, p] = [inputs['loc']!.shape, inputs['priorLoc']!.shape];
  return [sizeOf(q.slice(0, -1)), q[q.length - 1]!, sizeOf(p.slice(0, -1))];
}

type Pointers = [loc: number, logVariance: number, priorLoc: number, priorLogVariance: number];

const KL: FusedKernel = {
  name: OPERATION.kernel,
  run: ({ runtime, inputs }) => {
    const out = runtime.output(inputs['loc']!.shape.slice(0, -1));
    const [a, b, c, d] = OPERATION.inputs.map((name) => runtime.pointer(inputs[name]!)) as Pointers;
    runtime.kernels.gaussianKl(a, b, c, d, runtime.pointer(out), ...sizes(inputs));
    return out;
  },
  gradient: gradientOf(OPERATION, {
    fused: (dy, inputs) => {
      const [byLoc, byLogVariance, byPriorLogVariance] = run<tf.Tensor[]>(GRADIENT, { dy, ...inputs });
      return {
        loc: () => byLoc!,
        logVariance: () => byLogVariance!,
        priorLoc: () => sumLeading(tf.neg(byLoc!), inputs.priorLoc.rank),
        priorLogVariance: () => sumLeading(byPriorLogVariance!, inputs.priorLoc.rank),
      };
    },
  }),
};

export const gaussianKlKernels: readonly FusedKernel[] = [KL, GRADIENT];
