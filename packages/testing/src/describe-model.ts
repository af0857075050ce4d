import { createRng } from '@latents/math';
import {
  type Batches,
  type ByteStore,
  checkpoint,
  type Factory,
  type FromSaved,
  fit,
  load,
  type Model,
  type Player,
  readParameters,
  resume,
  save,
} from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';
import { collect, memoryStore } from './memory-store.js';
import { useDevice } from './use-device.js';
import { wideCalls } from './wide-calls.js';

/** A public method's result: tensors and bounds are freed, other values need not be. */
type Result = unknown;

/** What {@link describeModel} needs to know of a model. */
export interface ModelCases<M extends Model<B, O>, B, O, Overrides = object> {
  /** Makes a new small model, the same each time, with other options if some are given. */
  make(overrides?: Overrides): M;
  /** The factory or class that `load` takes. */
  readonly factory: Factory<M> | FromSaved<M>;
  /** Small data, a function of the step. */
  batches(): Batches<B>;
  /** The players of a run, with optimizers of their own. */
  players(model: M): readonly Player<B>[];
  /** Numbers that depend on all weights and on the meaning of the model: equal to the bit after a load. */
  outputs(model: M): readonly number[] | Promise<readonly number[]>;
  /** Models of the same kind that must be refused, by what differs. */
  readonly mismatches: Readonly<Record<string, Overrides | (() => M)>>;
  /** Public methods: checked for what they leave behind, and for a clear error after `dispose`. */
  readonly methods?: Readonly<Record<string, (model: M) => Result | Promise<Result>>>;
  /** The reason why the model reads a device synchronously: it is then not trained on one. */
  readonly readsDevice?: string;
  /** Steps of the killed run (default 6); it is killed after half of them. */
  readonly steps?: number;
}

/**
 * The conformance suite of a model: its description survives JSON; it is saved and loaded through each source with outputs
 * equal to the bit; models that differ are refused and left as they were; a killed run resumes to the bit; methods leave
 * exactly what they return, in and out of `tf.tidy`; a device is never read synchronously in training; no operation takes more tensors
 * than a webgpu shader can read; `dispose` may be called twice, and later calls fail clearly; two runs on one model at once are refused.
 */
export function describeModel<M extends Model<B, O>, B, O, Overrides = object>(
  name: string,
  cases: ModelCases<M, B, O, Overrides>,
): void {
  const { make, factory, batches, players, outputs, mismatches, methods = {}, readsDevice, steps = 6 } = cases;
  const weightsOf = async (model: M) => Object.entries(await readParameters(model.parameters));

  async function train(model: M, until: number, store: ByteStore): Promise<number[]> {
    const moves = players(model);
    const from = await resume({ model, players: moves, store });
    const rng = from?.rng ?? createRng(11);
    const readings = fit(moves, batches(), { steps: until, rng, startAt: from?.step ?? 0 });
    const kept = checkpoint(readings, { model, players: moves, store, every: 100, rng });
    return (await collect(kept)).map(({ nats }) => nats);
  }
  /** A model whose weights are not those that it was made with. */
  async function trained(): Promise<M> {
    const model = make();
    await train(model, 2, memoryStore());
    return model;
  }
  async function bytesOf(model: M): Promise<Uint8Array> {
    const store = memoryStore();
    await save(model, store);
    return store.bytes!;
  }

  describe(name, () => {
    it('the description survives JSON and is the same for models made alike', () => {
      const [a, b] = [make(), make()];
      expect(JSON.parse(JSON.stringify(a.config))).toEqual(a.config);
      expect(b.config).toEqual(a.config);
      a.dispose();
      b.dispose();
    });

    it.each(['bytes', 'Blob', 'store'])(
      'saved and loaded through %s, the outputs are equal to the bit',
      async (source) => {
        const model = await trained();
        const bytes = await bytesOf(model);
        const before = [...(await outputs(model))];
        expect(before.length).toBeGreaterThan(0);
        const store = { read: async () => bytes, write: async () => {} };
        const again = await load(
          factory,
          source === 'bytes' ? bytes : source === 'Blob' ? new Blob([bytes as BlobPart]) : store,
        );
        expect(again.config).toEqual(model.config);
        expect([...(await outputs(again))]).toEqual(before);
        expect(await bytesOf(again)).toEqual(bytes);
        const filled = make();
        expect(await load(filled, bytes)).toBe(filled);
        expect([...(await outputs(filled))]).toEqual(before);
        for (const each of [model, again, filled]) each.dispose();
      },
    );

    it.each(Object.entries(mismatches))('a model of another %s is refused and left as it was', async (_, other) => {
      const model = await trained();
      const bytes = await bytesOf(model);
      const different = typeof other === 'function' ? (other as () => M)() : make(other as Overrides);
      const before = await weightsOf(different);
      expect(different.config).not.toEqual(model.config);
      await expect(load(different, bytes)).rejects.toThrow(/^load\(model, source\): expected .*, got /s);
      expect(await weightsOf(different)).toEqual(before);
      const store = memoryStore();
      await train(model, 3, store);
      const moves = players(different);
      await expect(resume({ model: different, players: moves, store })).rejects.toThrow(
        /^resume\(.*expected .*, got /s,
      );
      expect(await weightsOf(different)).toEqual(before);
      model.dispose();
      different.dispose();
    });

    it('a file cut short or with a flipped header byte is refused, and the model is left as it was', async () => {
      const model = await trained();
      const bytes = await bytesOf(model);
      const before = await weightsOf(model);
      const flipped = bytes.slice();
      flipped[12]! ^= 0x10;
      for (const broken of [bytes.subarray(0, bytes.length - 3), bytes.subarray(0, 5), flipped]) {
        await expect(load(model, broken)).rejects.toThrow();
        await expect(load(factory, broken)).rejects.toThrow();
      }
      expect(await weightsOf(model)).toEqual(before);
      model.dispose();
    });

    it('a killed run resumes to the bit', async () => {
      const whole = make();
      const nats = await train(whole, steps, memoryStore());
      const store = memoryStore();
      const killed = make();
      const first = await train(killed, Math.floor(steps / 2), store);
      const resumed = make();
      const rest = await train(resumed, steps, store);
      expect([...first, ...rest]).toEqual(nats);
      expect(await weightsOf(resumed)).toEqual(await weightsOf(whole));
      for (const each of [whole, killed, resumed]) each.dispose();
    });

    it.skipIf(readsDevice !== undefined)('trains without a synchronous read, and on a device as here', async () => {
      const backend = tf.getBackend();
      const reads = [vi.spyOn(tf.Tensor.prototype, 'dataSync'), vi.spyOn(tf.Tensor.prototype, 'arraySync')];
      for (const read of reads) {
        read.mockImplementation(() => {
          throw new Error('expected no synchronous read of a tensor in training');
        });
      }
      const found: number[][] = [];
      try {
        for (const select of [async () => {}, useDevice]) {
          await select();
          const model = make();
          found.push(await train(model, 2, memoryStore()));
          model.dispose();
        }
      } finally {
        for (const read of reads) read.mockRestore();
        await tf.setBackend(backend);
      }
      const [here, there] = found as [number[], number[]];
      const far = there.filter((nats, i) => !(Math.abs(nats - here[i]!) <= 1e-4 * (1 + Math.abs(here[i]!))));
      expect(far, `expected ${here}`).toEqual([]);
    });

    it('two runs on one model at once are refused', async () => {
      const model = make();
      const start = () => fit(players(model), batches(), { steps: 2, rng: createRng(0) });
      const first = start();
      await first.next();
      await expect(start().next()).rejects.toThrow(/expected a model that no other run is training/);
      await first.return();
      expect((await collect(start())).length).toBeGreaterThan(0);
      model.dispose();
    });

    it.each(Object.entries(methods))('%s leaves exactly what it returns, in and out of tf.tidy', async (_, method) => {
      const model = make();
      const first = method(model);
      freed(await first);
      const before = tf.memory().numTensors;
      const result = await method(model);
      expect(tf.memory().numTensors - before, 'new tensors but the result').toBe(tensorsIn(result).length);
      freed(result);
      // A promise would be left behind by tf.tidy, which ends before it.
      if (!(first instanceof Promise)) {
        tf.tidy(() => {
          expect(tensorsIn(method(model)).every((tensor) => !tensor.isDisposed)).toBe(true);
        });
      }
      model.dispose();
    });

    it('training, sampling and every method call no operation with more tensors than webgpu reads', async () => {
      const model = make();
      const wide = await wideCalls(async () => {
        await train(model, 2, memoryStore());
        await outputs(model);
        for (const method of Object.values(methods)) freed(await method(model));
      });
      expect(wide).toEqual([]);
      model.dispose();
    });

    it('dispose may be called twice, frees everything, and later calls fail clearly', async () => {
      const warm = make();
      players(warm);
      warm.dispose();
      const before = tf.memory().numTensors;
      const model = make();
      for await (const _ of fit(model.players(), batches(), { steps: 1, rng: createRng(0) }));
      model.dispose();
      model.dispose();
      expect(tf.memory().numTensors - before, 'tensors left after dispose').toBe(0);
      for (const method of Object.values(methods)) {
        await expect((async () => method(model))()).rejects.toThrow(
          /expected a model that is alive, got one after dispose/,
        );
      }
    });
  });
}

/** The distinct tensors in a result: itself, or those in its fields, arrays and bounds. */
function tensorsIn(result: unknown, found = new Set<tf.Tensor>()): tf.Tensor[] {
  if (result instanceof tf.Tensor) found.add(result);
  else if (typeof result === 'object' && result !== null && !ArrayBuffer.isView(result)) {
    for (const value of Object.values(result)) tensorsIn(value, found);
  }
  return [...found];
}

function freed(result: unknown): void {
  for (const tensor of tensorsIn(result)) tensor.dispose();
}
