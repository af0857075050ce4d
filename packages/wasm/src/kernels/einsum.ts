import * as tf from '@tensorflow/tfjs-core';
import { product } from './batch-mat-mul.js';
import { type Call, type Kernel, sizeOf } from './kernel.js';

/** A tensor whose axes have names. */
interface Labelled {
  readonly info: tf.TensorInfo;
  readonly labels: string;
}

/** `tf.einsum` of one operand or two (tfjs knows no more): the contraction is one batched matrix product. */
export const einsum: Kernel = {
  name: 'Einsum',
  run: (call) => {
    const operands = Object.values(call.inputs) as unknown as tf.TensorInfo[];
    const equation = call.attrs.equation.replace(/\s/g, '');
    const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, operands.length);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as tf.Tensor[]);
    const [terms, result] = equation.split('->') as [string, string];
    if (operands.some(({ dtype }) => dtype !== 'float32')) return call.original();

    const owned: tf.TensorInfo[] = [];
    const own = (info: tf.TensorInfo) => {
      owned.push(info);
      return info;
    };
    const [a, b] = terms.split(',').map((labels, i) => ({ info: operands[i]!, labels }));
    const contracted = b === undefined ? a! : contract(call, own, a!, b, result);
    const out = arrange(call, own, sumOut(call, own, contracted, result), result);
    const kept = owned.includes(out.info) ? out.info : call.delegate('Identity', { x: out.info });
    for (const info of owned) if (info !== kept) call.runtime.backend.disposeData(info.dataId);
    return kept;
  },
};

type Own = (info: tf.TensorInfo) => tf.TensorInfo;

/** The product of two operands, summed over the labels that the result does not want. */
function contract(call: Call, own: Own, a: Labelled, b: Labelled, wanted: string): Labelled {
  a = sumOut(call, own, a, wanted + b.labels);
  b = sumOut(call, own, b, wanted + a.labels);
  const shared = [...a.labels].filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => wanted.includes(label)).join('');
  const inner = shared.filter((label) => !wanted.includes(label)).join('');
  const rows = [...a.labels].filter((label) => !shared.includes(label)).join('');
  const columns = [...b.labels].filter((label) => !shared.includes(label)).join('');
  const sizes = new Map([a, b].flatMap(({ info, labels }) => [...labels].map((label, i) => [label, info.shape[i]!])));
  const size = (labels: string) => sizeOf([...labels].map((label) => sizes.get(label)!));
  const matrix = (operand: Labelled, order: string, shape: number[]) =>
    own(call.delegate('Reshape', { x: arrange(call, own, operand, order).info }, { shape }));
  const left = matrix(a, batch + rows + inner, [size(batch), size(rows), size(inner)]);
  const right = matrix(b, batch + inner + columns, [size(batch), size(inner), size(columns)]);
  const labels = batch + rows + columns;
  const flat = own(product(call.runtime, left, right, false, false));
  const shape = [...labels].map((label) => sizes.get(label)!);
  return { info: own(call.delegate('Reshape', { x: flat }, { shape })), labels };
}

/** Sums over the axes whose labels are not in `wanted`. */
function sumOut(call: Call, own: Own, { info, labels }: Labelled, wanted: string): Labelled {
  const axis = [...labels].flatMap((label, i) => (wanted.includes(label) ? [] : [i]));
  if (axis.length === 0) return { info, labels };
  const summed = own(call.delegate('Sum', { x: info }, { axis, keepDims: false }));
  return { info: summed, labels: [...labels].filter((label) => wanted.includes(label)).join('') };
}

/** The same numbers with the axes in the order of `order`. */
function arrange(call: Call, own: Own, { info, labels }: Labelled, order: string): Labelled {
  if (labels === order) return { info, labels };
  const perm = [...order].map((label) => labels.indexOf(label));
  return { info: own(call.delegate('Transpose', { x: info }, { perm })), labels: order };
}
