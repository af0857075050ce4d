import { createRng, type Rng } from '@latents/math';
import { encodeSafetensors, load, readModel, save } from '@latents/training';
import { describe, expect, test } from 'vitest';
import { createCounter, memory, withConfig } from './world.js';

async function saved(values: readonly number[]): Promise<Uint8Array> {
  const counter = createCounter({ size: values.length });
  counter.x.set(values);
  const store = memory();
  await save(counter, store);
  return store.bytes!;
}

describe('load', () => {
  test('makes the model again with its factory, from every kind of source', async () => {
    const bytes = await saved([1, 2.5, -3e300]);
    const sources = [
      bytes,
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
      new Blob([bytes as BlobPart]),
      new Response(bytes as BodyInit),
      { read: async () => bytes, write: async () => {} },
    ];
    for (const source of sources) {
      const again = await load(createCounter, source);
      expect([...again.x]).toEqual([1, 2.5, -3e300]);
      expect(again.config).toEqual({ kind: 'counter', options: { size: 3, name: 'x' } });
    }
  });

  test('fills a model that is there, and gives it back', async () => {
    const counter = createCounter({ size: 2 });
    expect(await load(counter, await saved([4, 5]))).toBe(counter);
    expect([...counter.x]).toEqual([4, 5]);
  });

  test('hands a saved model to a class that makes its own', async () => {
    const made = await load(
      { fromSaved: ({ config, arrays }) => ({ ...createCounter({ size: 1 }), config, arrays }) },
      await saved([7]),
    );
    expect(made.config.kind).toBe('counter');
  });

  test.each([
    ['kind', { kind: 'other' }, /expected a saved 'other', got a 'counter'/],
    ['an option', { options: { size: 2, name: 'y' } }, /expected options\.name to be "y", got "x" in the file/],
    ['a part that the file lacks', { networks: { a: 1 } }, /expected networks to be \{"a":1\}, got absent/],
  ])('refuses a model that differs in %s, and leaves it as it was', async (_, changes, message) => {
    const counter = withConfig(createCounter({ size: 2 }), changes as never);
    await expect(load(counter, await saved([4, 5]))).rejects.toThrow(message);
    expect([...counter.x]).toEqual([0, 0]);
  });

  test('allows a difference that is meant', async () => {
    const counter = withConfig(createCounter({ size: 2 }), { options: { size: 2, name: 'y' } });
    await load(counter, await saved([4, 5]), { ignore: ['options.name'] });
    expect([...counter.x]).toEqual([4, 5]);
  });

  test.each([Number.NaN, Infinity])('refuses weights of %d on reading as on writing', async (value) => {
    const config = JSON.stringify(createCounter({ size: 1 }).config);
    const arrays = { x: { shape: [1], data: Float64Array.of(value) } };
    const bytes = encodeSafetensors({ arrays, metadata: { 'latents.model': config } });
    await expect(load(createCounter, bytes)).rejects.toThrow(`expected finite weights, got ${value} in 'x' at index 0`);
    const counter = createCounter({ size: 1 });
    counter.x[0] = value;
    const store = memory();
    await expect(save(counter, store)).rejects.toThrow(/expected finite weights/);
    expect(store.bytes).toBeUndefined();
  });

  test('refuses another file, a file cut short, and one of a model of own networks', async () => {
    const bytes = await saved([1]);
    await expect(load(createCounter, bytes.subarray(0, bytes.length - 1))).rejects.toThrow(/truncated, corrupt/);
    await expect(load(createCounter, encodeSafetensors({ arrays: {}, metadata: {} }))).rejects.toThrow(
      /expected a model saved by latents, got a file without 'latents.model'/,
    );
    const own = encodeSafetensors({ arrays: {}, metadata: { 'latents.model': '{"kind":"vae"}' } });
    await expect(load(createCounter, own)).rejects.toThrow(
      /expected a 'vae' made by a factory, got one of networks of its own/,
    );
    const odd = encodeSafetensors({ arrays: {}, metadata: { 'latents.model': '[1]' } });
    await expect(readModel(odd)).rejects.toThrow(/expected a model's description/);
    await expect(save(createCounter({ size: 1 }), 'file.safetensors' as never)).rejects.toThrow(
      /expected a store with write\(bytes\), got string\. In Node use fileStore/,
    );
  });

  test('stops a factory that asks for more weights than the file holds, before they are allocated', async () => {
    const asked: number[] = [];
    const greedy = ({ size, rng }: { size: number; rng: Rng }) => {
      rng.checkAllowance(size);
      asked.push(size);
      return createCounter({ size: 1 });
    };
    const config = { kind: 'counter', options: { size: 1e12 } };
    const bytes = encodeSafetensors({
      arrays: { x: { shape: [1], data: Float64Array.of(1) } },
      metadata: { 'latents.model': JSON.stringify(config) },
    });
    await expect(load(greedy, bytes)).rejects.toThrow(
      /refused the options of the file's 'counter': rng: expected at most .* more numbers to be drawn, got 1000000000000/,
    );
    expect(asked).toEqual([]);
  });
});

test('an allowance holds for a stream and its children together, and does not change the draws', () => {
  const limited = createRng(3).limited(10);
  const plain = createRng(3);
  expect(limited.split().fillUniform(new Float32Array(6))).toEqual(plain.split().fillUniform(new Float32Array(6)));
  expect(() => limited.fork(1).fillNormal(new Float64Array(5))).toThrow(/at most 4 more numbers to be drawn, got 5/);
  expect(limited.fillUniform(new Float32Array(4))).toEqual(plain.fillUniform(new Float32Array(4)));
  expect(() => limited.checkAllowance(1)).toThrow(RangeError);
  expect(() => createRng(0).limited(-1)).toThrow(/expected a non-negative integer/);
});
