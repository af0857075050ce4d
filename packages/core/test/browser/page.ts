// What runs in the browser, on the webgl backend. The test calls these functions with the points of the fixtures and judges
// their plain numbers in Node.

import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import type { Distribution } from '../../src/distributions/index.js';
import * as families from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';

type Parameters = Readonly<Record<string, number>>;
type Make = new (options: Record<string, tf.Tensor | boolean>) => Distribution;
export interface Point {
  readonly params: Parameters;
  readonly x: number;
}
export interface Results {
  readonly logProb: number[];
  readonly entropy: number[];
  /** Of log p(x), by `x` and by each parameter. */
  readonly gradients: Readonly<Record<string, number[]>>;
}

const family = (name: string): Make => (families as unknown as Record<string, Make>)[name]!;
const list = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

function make(name: string, parameters: Parameters): Distribution {
  return new (family(name))(Object.fromEntries(Object.entries(parameters).map(([key, v]) => [key, tf.scalar(v)])));
}

const page = {
  async start(): Promise<{ backend: string; float32: boolean }> {
    await tf.setBackend('webgl');
    await tf.ready();
    return { backend: tf.getBackend(), float32: tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') };
  },

  /** The points of a univariate family as one batch. */
  univariate(name: string, points: readonly Point[]): Results {
    return tf.tidy(() => {
      const keys = Object.keys(points[0]!.params);
      const x = tf.tensor1d(points.map((point) => point.x));
      const values = keys.map((key) => tf.tensor1d(points.map((point) => point.params[key]!)));
      const build = (tensors: readonly tf.Tensor[]) =>
        new (family(name))(Object.fromEntries(keys.map((key, j) => [key, tensors[j]!])));
      const d = build(values);
      const gradients = tf.grads((at: tf.Tensor, ...tensors: tf.Tensor[]) => build(tensors).logProb(at))([
        x,
        ...values,
      ]);
      return {
        logProb: list(d.logProb(x)),
        entropy: list(d.entropy()),
        gradients: Object.fromEntries(['x', ...keys].map((key, j) => [key, list(gradients[j]!)])),
      };
    });
  },

  draws(name: string, parameters: Parameters, seed: number, n: number): number[] {
    return tf.tidy(() => list(make(name, parameters).sample(createRng(seed), [n])));
  },

  /** KL(q || p) of each row, null where klDivergence sends to monteCarloKl. */
  kl(rows: readonly (readonly [string, Parameters, string, Parameters])[]): (number | null)[] {
    return rows.map(([q, a, p, b]) => {
      tf.engine().startScope();
      try {
        return klDivergence(make(q, a), make(p, b)).dataSync()[0]!;
      } catch (error) {
        if (String(error).includes('monteCarloKl')) return null;
        throw error;
      } finally {
        tf.engine().endScope();
      }
    });
  },

  /** Families on vectors: what they answer to closed forms that the test writes out. */
  vectors(logits: readonly number[], loc: readonly number[], scaleTril: readonly number[][], x: readonly number[]) {
    return tf.tidy(() => {
      const categorical = new families.Categorical({ logits: tf.tensor1d([...logits]) });
      const uniform = new families.Categorical({ logits: tf.zerosLike(tf.tensor1d([...logits])) });
      const tril = new families.MultivariateNormalTriL({
        loc: tf.tensor1d([...loc]),
        scaleTril: tf.tensor2d(scaleTril.map((row) => [...row])),
      });
      const diag = new families.MultivariateNormalDiag({
        loc: tf.tensor1d([...loc]),
        scale: tf.tensor1d(scaleTril.map((row, i) => row[i]!)),
      });
      const at = tf.tensor1d([...x]);
      const gradient = (d: Distribution) => list(tf.grad((point: tf.Tensor) => d.logProb(point))(at));
      return {
        categorical: {
          logProb: list(categorical.logProb(categorical.enumerateSupport())),
          entropy: list(categorical.entropy())[0]!,
          kl: list(klDivergence(categorical, uniform))[0]!,
          draws: list(categorical.sample(createRng(3), [4000])),
        },
        diag: { logProb: list(diag.logProb(at))[0]!, entropy: list(diag.entropy())[0]!, gradient: gradient(diag) },
        tril: { logProb: list(tril.logProb(at))[0]!, entropy: list(tril.entropy())[0]!, gradient: gradient(tril) },
        kl: list(klDivergence(tril, diag))[0]!,
        draws: list(tril.sample(createRng(4), [4000])),
      };
    });
  },

  tensors: (): number => tf.memory().numTensors,
};

export type Page = typeof page;
Object.assign(globalThis, { page });
