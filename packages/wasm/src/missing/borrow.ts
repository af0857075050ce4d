import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../runtime/wasm-backend.js';
import { readsComplexNumbers } from './complex-data.js';

/** The parts of tfjs's `MathBackendCPU` that a borrowed kernel needs. */
interface CpuBackend extends tf.KernelBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values?: ReturnType<tf.KernelBackend['readSync']>): tf.TensorInfo;
}

/** An operand of a kernel: those of ragged tensors are arrays. */
type Operand = tf.TensorInfo | null | undefined | Operand[];

type Outputs = tf.TensorInfo | tf.TensorInfo[];

/**
 * Runs a kernel of tfjs's cpu backend on tensors of the WASM backend: copies the inputs there and the results back.
 *
 * @param inputs Tensors of the WASM backend, or arrays of them; an absent operand may be null or undefined.
 * @returns tensors of the WASM backend
 */
export function borrowed(
  name: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: WasmBackend,
): Outputs {
  const cpu = tf.findBackend('cpu') as CpuBackend;
  const used: tf.TensorInfo[] = [];
  const copied = (operand: Operand): Operand => {
    if (operand === undefined || operand === null) return operand;
    if (Array.isArray(operand)) return operand.map(copied);
    const copy = toCpu(operand, backend, cpu);
    used.push(copy);
    return copy;
  };
  try {
    const kernel = tf.getKernel(name, 'cpu').kernelFunc;
    // A kernel of any number of operands takes an array.
    const operands = Array.isArray(inputs)
      ? inputs.map(copied)
      : Object.fromEntries(Object.entries(inputs).map(([key, operand]) => [key, copied(operand)]));
    const results = kernel({ inputs: operands as tf.NamedTensorInfoMap, attrs, backend: cpu });
    used.push(...[results].flat());
    const back = (info: tf.TensorInfo) => toWasm(info, cpu, backend);
    return Array.isArray(results) ? results.map(back) : back(results);
  } finally {
    for (const { dataId } of used) cpu.disposeData(dataId);
  }
}

function toCpu({ dataId, shape, dtype }: tf.TensorInfo, backend: WasmBackend, cpu: CpuBackend): tf.TensorInfo {
  const values = backend.readSync(dataId);
  if (dtype !== 'complex64') return cpu.makeTensorInfo(shape, dtype, values);
  const parts = tf.backend_util.splitRealAndImagArrays(values as Float32Array);
  const real = cpu.makeTensorInfo(shape, 'float32', parts.real);
  const imag = cpu.makeTensorInfo(shape, 'float32', parts.imag);
  try {
    const joined = { inputs: { real, imag }, attrs: {}, backend: cpu };
    return tf.getKernel('Complex', 'cpu').kernelFunc(joined) as tf.TensorInfo;
  } finally {
    for (const part of [real, imag]) cpu.disposeData(part.dataId);
  }
}

function toWasm({ dataId, shape, dtype }: tf.TensorInfo, cpu: CpuBackend, backend: WasmBackend): tf.TensorInfo {
  if (dtype === 'complex64') readsComplexNumbers(backend);
  const values = cpu.readSync(dataId);
  // A kernel there may keep integers or booleans in an array of floats.
  const typed = dtype === 'string' ? values : tf.util.toTypedArray(values as tf.TypedArray, dtype);
  return { dataId: backend.write(typed, shape, dtype), shape, dtype };
}
