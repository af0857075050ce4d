// Functions that the test calls in the browser. They return plain numbers, which the test compares in Node.

import { createRng, createVae, load, type Source } from '@latents/autoencoders';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const page = {
  /** Loads the model at an address as a user would, in each way a page can, and returns samples of each loaded model. */
  async samplesOfLoaded(backend: 'cpu' | 'wasm', address: string, seed: number, count: number) {
    setWasmPaths('/');
    setThreadsCount(1);
    if (!(await tf.setBackend(backend))) throw new Error(`expected ${backend} to start, got ${tf.getBackend()}.`);
    const sources: Record<string, () => Promise<Source>> = {
      URL: async () => new URL(address, location.href),
      Response: () => fetch(address),
      File: async () => new File([await (await fetch(address)).arrayBuffer()], 'vae.safetensors'),
    };
    const samples: Record<string, number[]> = {};
    for (const [name, source] of Object.entries(sources)) {
      const vae = await load(createVae, await source());
      const drawn = vae.generate(count, createRng(seed));
      samples[name] = Array.from(await drawn.data());
      drawn.dispose();
      vae.dispose();
    }
    return samples;
  },
};

export type Page = typeof page;
Object.assign(globalThis, { page });
