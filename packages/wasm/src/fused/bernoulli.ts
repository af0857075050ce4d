import { OPERATIONS, type OperationInputs } from '@latents/core';
import * as tf from '@tensorflow/tfjs-core';
import { type FusedKernel, sizeOf } from '../kernels/kernel.js';
import { gradientOf, run, sumLeading } from './run.js';

type Inputs = OperationInputs<'logits' | 'targets', tf.TensorInfo>;

/** Rows and their width, and the number of rows of targets, which are used again and again. */
function sizes({ logits, targets }: Inputs): [rows: number, width: number, period: number] {
  const width = logits.shape[logits.shape.length - 1]!;
  return [sizeOf(logits.shape.slice(0, -1)), width, sizeOf(targets.shape.slice(0, -1))];
}

const GRADIENT: FusedKernel = {
  name: 'LatentsBernoulliGradient',
  run: ({ runtime, inputs }) => {
    const { dy, ...operands } = inputs as Inputs & { readonly dy: tf.TensorInfo };
    const out = runtime.output(operands.logits.shape);
    runtime.kernels.bernoulliGradient(
      runtime.pointer(dy),
      runtime.pointer(operands.logits),
      runtime.pointer(operands.targets),
      runtime.pointer(out),
      ...sizes(operands),
      0,
    );
    return out;
  },
};

const LOG_PROB: FusedKernel = {
  name: OPERATIONS.bernoulliLogProb.kernel,
  run: ({ runtime, inputs }) => {
    const operands = inputs as Inputs;
    const out = runtime.output(operands.logits.shape.slice(0, -1));
    runtime.kernels.bernoulliLogProb(
      runtime.pointer(operands.logits),
      runtime.pointer(operands.targets),
      runtime.pointer(out),
      ...sizes(operands),
      0,
    );
    return out;
  },
  gradient: gradientOf(OPERATIONS.bernoulliLogProb, {
    fused: (dy, { logits, targets }) => ({
      logits: () => run(GRADIENT, { dy, logits, targets }),
      targets: () => sumLeading(tf.mul(logits, tf.expandDims(dy, -1)), targets.rank),
    }),
  }),
};

export const bernoulliKernels: readonly FusedKernel[] = [LOG_PROB, GRADIENT];
