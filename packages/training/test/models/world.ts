import type { NamedArrays, NdArray } from '@latents/math';
import type { ByteStore, Json, Model, ModelConfig, Player } from '@latents/training';

/** A model of a few numbers whose player adds to them what a batch of rows sums to. */
export interface Counter extends Model<NdArray, { readonly rate?: number }> {
  readonly x: Float64Array;
}

/** Makes a counter, as factories of models do. */
export function createCounter({ size, name = 'x' }: { readonly size: number; readonly name?: string }): Counter {
  const x = new Float64Array(size);
  const config: ModelConfig = { kind: 'counter', options: { size, name } };
  return {
    config,
    x,
    parameters: { [name]: { shape: [size], data: x } },
    assign: (arrays: NamedArrays) => x.set(arrays[name]!.data),
    players({ rate = 1 } = {}): Player<NdArray>[] {
      return [
        {
          name: 'adder',
          settings: { rate },
          take: ({ data }) => {
            for (let i = 0; i < size; i++) for (const value of data) x[i]! += rate * value;
            return { nats: x[0]!, of: 'x', side: 'exact', direction: 'up', sound: true, terms: {} };
          },
        },
      ];
    },
    dispose: () => {},
  };
}

/** A store in memory. */
export function memory(): ByteStore & { bytes: Uint8Array | undefined } {
  const store = {
    bytes: undefined as Uint8Array | undefined,
    write: async (bytes: Uint8Array) => {
      store.bytes = bytes.slice();
    },
    read: async () => store.bytes,
  };
  return store;
}

/** A model's description with other values. */
export function withConfig<M extends Model<never, never> | Counter>(model: M, changes: { [key: string]: Json }): M {
  return { ...model, config: { ...model.config, ...changes } };
}
