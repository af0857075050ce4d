import { createRng, type Rng } from '@latents/math';
import { conformanceChecks, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { Normal } from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';

// The suite that every family passes must fail where a family is wrong, and say where.

beforeAll(() => useBackend('cpu'));

type Options = ConstructorParameters<typeof Normal>[0];

class WrongConstant extends Normal {
  override logProb(x: tf.Tensor) {
    return tf.tidy(() => super.logProb(x).add(0.01));
  }
}
class WideSampler extends Normal {
  override sample(rng: Rng, shape?: readonly number[]) {
    return tf.tidy(() => tf.add(this.loc, super.sample(rng, shape).sub(this.loc).mul(1.15)));
  }
}
class WrongQuantiles extends Normal {
  override icdf(p: tf.Tensor) {
    return tf.tidy(() => super.icdf(p).add(0.01));
  }
}
class MixesTheBatch extends Normal {
  override logProb(x: tf.Tensor) {
    return tf.tidy(() => super.logProb(x).add(tf.mul(tf.sub(this.loc, tf.mean(this.loc)), 0.1)));
  }
}
class Leaks extends Normal {
  override logProb(x: tf.Tensor) {
    tf.keep(tf.scalar(1));
    return super.logProb(x);
  }
}
class WrongShape extends Normal {
  override entropy() {
    return tf.tidy(() => super.entropy().expandDims(0));
  }
}
class Forgetful extends Normal {
  override mean(): tf.Tensor {
    throw new TypeError("Cannot read properties of undefined (reading 'mean')");
  }
}

const checksOf = (Family: typeof Normal, kl: (q: Normal, p: Normal) => tf.Tensor = klDivergence) =>
  conformanceChecks<Rng, Normal>({
    parameters: {
      loc: fc.double({ min: -2, max: 2, noNaN: true }),
      scale: fc.double({ min: 0.5, max: 2, noNaN: true }),
    },
    make: (parameters) => new Family(parameters as unknown as Options),
    rng: createRng,
    kl,
  });

async function failing(checks: ReturnType<typeof checksOf>): Promise<string[]> {
  const failed: string[] = [];
  for (const check of checks) {
    if ('skipped' in check) continue;
    try {
      await check.run();
    } catch {
      failed.push(check.name);
    }
  }
  return failed;
}

it('a right family passes them all', async () => expect(await failing(checksOf(Normal))).toEqual([]));

it.each<[string, ReturnType<typeof checksOf>, RegExp]>([
  ['a density that is 1 % too high', checksOf(WrongConstant), /density integrates to 1/],
  ['draws 15 % too wide', checksOf(WideSampler), /variance, within/],
  ['quantiles off by 0.01', checksOf(WrongQuantiles), /inverts its quantiles/],
  ['entries that see each other', checksOf(MixesTheBatch), /a batch gives/],
  ['a tensor that is kept', checksOf(Leaks), /leaves no tensor/],
  ['an entropy of another shape', checksOf(WrongShape), /shapes/],
  ['a method that breaks, rather than says it has none', checksOf(Forgetful), /draws have its mean/],
  ['a divergence that can be negative', checksOf(Normal, () => tf.scalar(-1)), /KL/],
  ['a divergence from itself', checksOf(Normal, () => tf.scalar(0.1)), /KL/],
])('%s fails', async (_, checks, which) => {
  expect(await failing(checks)).toContainEqual(expect.stringMatching(which));
});
