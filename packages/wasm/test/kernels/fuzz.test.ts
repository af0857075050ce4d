// Random shapes, strides and paddings against the cpu backend. Matrix products and broadcasts are fuzzed in their own files.
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectAlike, input, on, withTrainingKernels } from '../support/wasm.js';

withTrainingKernels();

const upTo = (max: number) => fc.integer({ min: 1, max });
const pad = fc.constantFrom('same' as const, 'valid' as const);
const geometry = fc
  .record({
    batch: upTo(3),
    height: upTo(9),
    width: upTo(9),
    channels: upTo(6),
    filterHeight: upTo(4),
    filterWidth: upTo(4),
    out: upTo(9),
    strides: fc.tuple(upTo(3), upTo(3)),
    pad,
  })
  .filter((g) => g.pad === 'same' || (g.filterHeight <= g.height && g.filterWidth <= g.width));

type Geometry = typeof geometry extends fc.Arbitrary<infer T> ? T : never;

async function expectBoth(inputs: ReturnType<typeof input>[], compute: (...its: never[]) => tf.Tensor | tf.Tensor[]) {
  expectAlike(await on('wasm', inputs, compute as never), await on('cpu', inputs, compute as never), 2e-5);
}

/** The value, and the gradients of the sum of its squares by both operands. */
async function expectValueAndGradients(
  shapes: readonly (readonly number[])[],
  operation: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor,
): Promise<void> {
  await expectBoth(
    shapes.map((shape, i) => input(shape, i + 1)),
    (x: tf.Tensor4D, w: tf.Tensor4D) => {
      const score = (a: tf.Tensor, b: tf.Tensor) =>
        operation(a as tf.Tensor4D, b as tf.Tensor4D)
          .square()
          .sum();
      return [operation(x, w), ...tf.grads(score)([x, w])];
    },
  );
}

const image = ({ batch, height, width, channels }: Geometry) => [batch, height, width, channels];
const runs = { numRuns: 60, seed: 3 };

it('conv2d and its gradients', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, (g) =>
      expectValueAndGradients([image(g), [g.filterHeight, g.filterWidth, g.channels, g.out]], (x, w) =>
        tf.conv2d(x, w, g.strides, g.pad),
      ),
    ),
    runs,
  );
});

it('the gradients of depthwiseConv2d', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, upTo(3), async (g, multiplier) => {
      // tfjs has no depthwise convolution whose strides differ. Its own forward kernel is not ours to test: the upstream gradient
      // is given.
      const convolve = (x: tf.Tensor, w: tf.Tensor) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, g.strides[0], g.pad);
      const shapes = [image(g), [g.filterHeight, g.filterWidth, g.channels, multiplier]];
      const dy = tf.tidy(() => convolve(tf.zeros(shapes[0]!), tf.zeros(shapes[1]!)).shape);
      await expectBoth(
        [...shapes, dy].map((shape, i) => input(shape, i + 1)),
        (x: tf.Tensor, w: tf.Tensor, upstream: tf.Tensor) =>
          tf.grads((a: tf.Tensor, b: tf.Tensor) => convolve(a, b).mul(upstream))([x, w]),
      );
    }),
    runs,
  );
});

it('conv2dTranspose and its gradients', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, (g) => {
      const small = tf.backend_util.computeConv2DInfo(
        image(g) as [number, number, number, number],
        [g.filterHeight, g.filterWidth, g.channels, g.out],
        g.strides,
        1,
        g.pad,
      );
      return expectValueAndGradients([small.outShape, [g.filterHeight, g.filterWidth, g.channels, g.out]], (x, w) =>
        tf.conv2dTranspose(x, w, image(g) as [number, number, number, number], g.strides, g.pad),
      );
    }),
    runs,
  );
});

it('gather and its gradient, which is unsortedSegmentSum', async () => {
  await fc.assert(
    fc.asyncProperty(
      upTo(9),
      upTo(7),
      fc.array(fc.nat(100), { minLength: 1, maxLength: 12 }),
      async (rows, width, ids) => {
        const places = ids.map((id) => id % rows);
        const looked = (x: tf.Tensor) => tf.gather(x, tf.tensor1d(places, 'int32'));
        await expectBoth([input([rows, width])], (x: tf.Tensor) => [
          looked(x),
          tf.grad((its: tf.Tensor) => looked(its).square().sum())(x),
        ]);
      },
    ),
    runs,
  );
});

it('sums, means and softmax over any axes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(upTo(6), { minLength: 1, maxLength: 4 }),
      fc.nat(15),
      fc.boolean(),
      async (shape, mask, keep) => {
        const axes = shape.flatMap((_, i) => ((mask >> i) & 1 ? [i] : []));
        await expectBoth([input(shape)], (x: tf.Tensor) => [
          tf.sum(x, axes.length > 0 ? axes : undefined, keep),
          tf.mean(x, axes.length > 0 ? axes : undefined, keep),
          tf.softmax(x),
        ]);
      },
    ),
    runs,
  );
});

it('slices, concatenations and splits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(upTo(6), { minLength: 1, maxLength: 4 }),
      fc.nat(100),
      fc.nat(100),
      async (shape, first, second) => {
        const axis = first % shape.length;
        const begin = shape.map((n, i) => (first + i * second) % n);
        const size = shape.map((n, i) => 1 + ((second + i * first) % (n - begin[i]!)));
        await expectBoth([input(shape, 1), input(shape, 2)], (a: tf.Tensor, b: tf.Tensor) => [
          tf.slice(a, begin, size),
          tf.concat([a, b, a], axis),
          tf.stack([a, b], axis),
          ...tf.unstack(a, axis),
          ...tf.split(tf.concat([a, b], axis), 2, axis),
        ]);
      },
    ),
    runs,
  );
});

it('einsum of two operands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom('i', 'j', 'k', 'l'), { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(fc.constantFrom('i', 'j', 'k', 'l'), { minLength: 1, maxLength: 3 }),
      fc.nat(15),
      fc.boolean(),
      async (a, b, mask, turned) => {
        const sizes: Record<string, number> = { i: 2, j: 3, k: 4, l: 5 };
        const labels = [...new Set([...a, ...b])].filter((_, at) => (mask >> at) & 1);
        if (turned) labels.reverse();
        const inputs = [a, b].map((names, at) =>
          input(
            names.map((name) => sizes[name]!),
            at + 1,
          ),
        );
        // The authority is the definition: tfjs's cpu kernel is another contraction of pairs.
        const [ours] = await on('wasm', inputs, (x, y) =>
          tf.einsum(`${a.join('')},${b.join('')}->${labels.join('')}`, x!, y!),
        );
        const all = [...new Set([...a, ...b])];
        const out = new Float64Array(labels.reduce((n, label) => n * sizes[label]!, 1));
        const flat = (names: readonly string[], at: Record<string, number>) =>
          names.reduce((sum, name) => sum * sizes[name]! + at[name]!, 0);
        const visit = (depth: number, at: Record<string, number>) => {
          if (depth === all.length) {
            out[flat(labels, at)]! += inputs[0]!.values[flat(a, at)]! * inputs[1]!.values[flat(b, at)]!;
            return;
          }
          for (let i = 0; i < sizes[all[depth]!]!; i++) visit(depth + 1, { ...at, [all[depth]!]: i });
        };
        visit(0, {});
        expect(ours!.shape).toEqual(labels.map((label) => sizes[label]!));
        expectAlike([{ shape: [], values: ours!.values }], [{ shape: [], values: Float32Array.from(out) }]);
      },
    ),
    runs,
  );
});
