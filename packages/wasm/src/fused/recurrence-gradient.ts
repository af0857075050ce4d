import { OPERATIONS, type RecurrenceActivations } from '@latents/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { FusedKernel } from '../kernels/kernel.js';
import { type Layer, RECURRENCE_GRADIENT, Recurrence } from './recurrence.js';

/**
 * From the gradients by the five results: those by evidence, features and every weight. The chain goes back step by step; what
 * the weights get is then one product over all steps.
 */
export const recurrenceGradient: FusedKernel = {
  name: RECURRENCE_GRADIENT,
  run: ({ runtime, inputs, attrs }) => {
    const all = Object.values(inputs) as tf.TensorInfo[];
    const activations = attrs as unknown as RecurrenceActivations;
    const depth = activations.posterior.length;
    const count = OPERATIONS.recurrence.inputs.length + 2 * (depth + activations.zFeatures.length);
    const given = all.slice(5, 5 + count);
    const r = new Recurrence(runtime, given, activations);
    const { steps, batch } = r;
    const { e, f, g, h, z } = r.widths;
    const pointers = (infos: readonly tf.TensorInfo[]) => infos.map((info) => runtime.pointer(info));
    const [dHidden, dDraws, dSeen, dLoc, dLogVariance] = pointers(all.slice(0, 5)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const [hidden, draws, seen, , logVariance, gates, fromState, ...kept] = pointers(all.slice(5 + count)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      ...number[],
    ];
    const values = kept.slice(0, depth);
    const features = [...kept.slice(depth), seen];
    const { kernels } = runtime;

    const temporary: tf.TensorInfo[] = [];
    const room = (...shape: number[]) => {
      const info = runtime.output(shape);
      temporary.push(info);
      return runtime.pointer(info);
    };
    // Gradients by what each layer's activation was applied to, at every step.
    const byPosterior = r.posterior.map(({ outputs }) => room(steps, batch, outputs));
    const byFeatures = r.zFeatures.map(({ outputs }) => room(steps, batch, outputs));
    const [byInput, byState] = [room(steps, batch, 3 * h), room(steps, batch, 3 * h)];
    const widest = Math.max(
      ...[...r.posterior, ...r.zFeatures].flatMap(({ inputs: wide, outputs }) => [wide, outputs]),
    );
    const [one, other, byDraw, bySpread] = [room(batch, widest), room(batch, widest), room(batch, z), room(batch, z)];
    let [ahead, behind] = [room(batch, h), room(batch, h)];

    /** Goes back through layers at step t, from `upstream` to the gradient by the first layer's linear part. */
    const backThrough = (layers: readonly Layer[], t: number, upstream: number, outs: number[], by: number[]) => {
      let from = upstream;
      for (let i = layers.length - 1; i >= 0; i--) {
        const { kernel, inputs: wide, outputs, op } = layers[i]!;
        const to = r.at(by[i]!, t, outputs);
        if (op === 0) r.copy(from, to, batch * outputs);
        else kernels.activationGradient(op, from, r.at(outs[i]!, t, outputs), to, batch * outputs);
        if (i === 0) return to;
        from = from === one ? other : one;
        r.product(to, kernel, from, batch, wide, outputs, { transposeB: true });
      }
      return from;
    };

    for (let t = steps - 1; t >= 0; t--) {
      r.copy(r.at(dSeen, t, g), one, batch * g);
      if (t < steps - 1) {
        const [x, own] = [r.at(byInput, t, 3 * h), r.at(byState, t, 3 * h)];
        const [open, content, state] = [r.at(gates, t, 3 * h), r.at(fromState, t, 3 * h), r.at(hidden, t, h)];
        kernels.gruBackward(ahead, open, content, state, x, own, behind, batch, h);
        r.product(own, r.cell.recurrent, behind, batch, h, 3 * h, { transposeB: true, start: behind });
        r.product(x, r.cell.kernel + 12 * f * h, one, batch, g, 3 * h, { transposeB: true, start: one });
      } else {
        runtime.float32(behind, batch * h).fill(0);
      }
      const byFirst = backThrough(r.zFeatures, t, one, features, byFeatures);
      const layer = r.zFeatures[0]!;
      r.product(byFirst, layer.kernel, byDraw, batch, z, layer.outputs, { transposeB: true });
      r.add(r.at(dDraws, t, z), byDraw, batch * z);
      kernels.gaussianSampleGradient(byDraw, r.at(logVariance, t, z), r.at(r.noise, t, z), bySpread, batch * z);
      r.add(r.at(dLogVariance, t, z), bySpread, batch * z);
      r.add(r.at(dLoc, t, z), byDraw, batch * z);
      kernels.copyRuns(byDraw, z, one, 2 * z, batch, z);
      kernels.copyRuns(bySpread, z, one + 4 * z, 2 * z, batch, z);
      const byEvidence = backThrough(r.posterior, t, one, values, byPosterior);
      const { kernel, outputs } = r.posterior[0]!;
      r.add(r.at(dHidden, t, h), behind, batch * h);
      r.product(byEvidence, kernel + 4 * e * outputs, behind, batch, h, outputs, { transposeB: true, start: behind });
      [ahead, behind] = [behind, ahead];
    }

    const rows = steps * batch;
    const recurring = rows - batch;
    const results = given.filter((_, i) => i !== 2).map(({ shape }) => runtime.output(shape));
    const [toEvidence, toFeatures, toKernel, toBias, toRecurrent, toRecurrentBias, ...toLayers] = pointers(results) as [
      number,
      number,
      number,
      number,
      number,
      number,
      ...number[],
    ];
    const sum = (from: number, to: number, count: number, width: number) => {
      if (count === 0) runtime.float32(to, width).fill(0);
      else kernels.sumMiddle(from, to, 1, count, width, 1);
    };
    const outer = (a: number, b: number, to: number, m: number, n: number, k: number) =>
      r.product(a, b, to, m, n, k, { transposeA: true });
    outer(r.features, byInput, toKernel, f, 3 * h, recurring);
    outer(seen, byInput, toKernel + 12 * f * h, g, 3 * h, recurring);
    sum(byInput, toBias, recurring, 3 * h);
    outer(hidden, byState, toRecurrent, h, 3 * h, recurring);
    sum(byState, toRecurrentBias, recurring, 3 * h);
    r.product(byInput, r.cell.kernel, toFeatures, recurring, f, 3 * h, { transposeB: true });
    runtime.float32(r.at(toFeatures, steps - 1, f), batch * f).fill(0);
    const layersGet = (layers: readonly Layer[], by: number[], from: (i: number) => number, to: number[]) => {
      for (const [i, { inputs: wide, outputs }] of layers.entries()) {
        if (from(i) !== 0) outer(from(i), by[i]!, to[2 * i]!, wide, outputs, rows);
        sum(by[i]!, to[2 * i + 1]!, rows, outputs);
      }
    };
    const first = r.posterior[0]!;
    layersGet(r.posterior, byPosterior, (i) => (i === 0 ? 0 : values[i - 1]!), toLayers);
    outer(r.evidence, byPosterior[0]!, toLayers[0]!, e, first.outputs, rows);
    outer(hidden, byPosterior[0]!, toLayers[0]! + 4 * e * first.outputs, h, first.outputs, rows);
    r.product(byPosterior[0]!, first.kernel, toEvidence, rows, e, first.outputs, { transposeB: true });
    layersGet(r.zFeatures, byFeatures, (i) => (i === 0 ? draws : features[i - 1]!), toLayers.slice(2 * depth));
    for (const { dataId } of temporary) runtime.backend.disposeData(dataId);
    return results;
  },
};
