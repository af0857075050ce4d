import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecurrentCell, recurrentCell } from '../src/index.js';
import torch from './fixtures/recurrent-cells.json' with { type: 'json' };

const kinds = ['gru', 'lstm', 'vanilla'] as const;

/** The cell with PyTorch's weights; where ours has one bias, the sum of PyTorch's two. */
function likeTorch(kind: (typeof kinds)[number]): RecurrentCell {
  const cell = recurrentCell({ kind, inputDim: torch.inputDim, units: torch.units, rng: createRng(0) });
  const { kernel, recurrent, bias, recurrentBias } = torch[kind];
  cell.variables['kernel']!.assign(tf.tensor2d(kernel));
  cell.variables['recurrent']!.assign(tf.tensor2d(recurrent));
  if (cell.variables['recurrentBias']) {
    cell.variables['bias']!.assign(tf.tensor1d(bias));
    cell.variables['recurrentBias'].assign(tf.tensor1d(recurrentBias));
  } else {
    cell.variables['bias']!.assign(tf.tensor1d(bias.map((b, i) => b + recurrentBias[i]!)));
  }
  return cell;
}

function run(cell: RecurrentCell): tf.Tensor {
  let state = tf.zeros([2, cell.stateDim]) as tf.Tensor2D;
  return tf.stack(
    torch.x.map((x) => {
      state = cell.step(tf.tensor2d(x), state);
      return cell.hidden(state);
    }),
  );
}

describe('recurrentCell against PyTorch', () => {
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it.each(kinds)('%s: hidden states of three steps', (kind) => {
    const difference = tf
      .sub(run(likeTorch(kind)), tf.tensor(torch[kind].hidden))
      .abs()
      .max()
      .dataSync()[0]!;
    expect(difference).toBeLessThan(1e-6);
  });

  it.each(kinds)('%s: gradient through time', (kind) => {
    const cell = likeTorch(kind);
    const { grads } = tf.variableGrads(() => run(cell).square().sum(), [cell.variables['recurrent']!]);
    const [gradient] = Object.values(grads);
    expect(tf.sub(gradient!, tf.tensor(torch[kind].recurrentGradient)).abs().max().dataSync()[0]!).toBeLessThan(1e-5);
  });

  it('size of zero, unknown kind', () => {
    const good = { kind: 'gru', inputDim: 1, units: 1, rng: createRng(0) } as const;
    expect(() => recurrentCell({ ...good, units: 0 })).toThrow(/units.*positive integer, got 0/);
    expect(() => recurrentCell({ ...good, inputDim: 1.5 })).toThrow(/inputDim.*got 1.5/);
    expect(() => recurrentCell({ ...good, kind: 'elman' as never })).toThrow(
      /expected 'gru', 'lstm', 'vanilla' or 'linear', got 'elman'/,
    );
  });
});
