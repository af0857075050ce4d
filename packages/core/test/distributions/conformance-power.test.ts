import { createRng, type Rng } from '@latents/math';
import { type Check, conformanceChecks, type DescribeOptions, useBackend } from '@latents/testing';
import { failedChecks } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import * as d from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';

// The suite that every family passes must fail where a family is wrong, and say where.

beforeAll(() => useBackend('cpu'));

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(Math.fround);
type Options<D extends Distribution> = DescribeOptions<Rng, D>;

const { Normal, MultivariateNormalTriL, StudentT, Skellam } = d;
type NormalOptions = ConstructorParameters<typeof Normal>[0];

function normals(Family: typeof Normal, more: Partial<Options<d.Normal>> = {}): readonly Check[] {
  return conformanceChecks<Rng, d.Normal>({
    parameters: { loc: between(-2, 2), scale: between(0.5, 2) },
    make: (parameters) => new Family(parameters as unknown as NormalOptions),
    rng: createRng,
    kl: klDivergence,
    ...more,
  });
}

function failures(checks: readonly Check[]): Promise<string[]> {
  const asked = checks.flatMap((check) => ('run' in check ? [[check.name, check.run] as const] : []));
  return failedChecks(Object.fromEntries(asked));
}

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
class WrongCdf extends Normal {
  override cdf(x: tf.Tensor) {
    return tf.tidy(() => super.cdf(x.mul(1.01)));
  }
}
class WrongEntropy extends Normal {
  override entropy() {
    return tf.tidy(() => super.entropy().add(0.1));
  }
}
class WrongMode extends Normal {
  override mode() {
    return tf.tidy(() => super.mode().add(0.5));
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
class WithoutCdf extends Normal {
  override cdf(_x: tf.Tensor): tf.Tensor {
    throw new Error("cdf(x): the family 'normal' has none.");
  }
}
class WithoutCdfAndWrong extends WithoutCdf {
  override logProb(x: tf.Tensor) {
    return tf.tidy(() => super.logProb(x).add(0.01));
  }
}
class WithoutCdfAndSkewed extends WithoutCdf {
  override sample(rng: Rng, shape?: readonly number[]) {
    // The right mean and variance, and the wrong shape.
    return tf.tidy(() => {
      const z = super.sample(rng, shape).sub(this.loc).div(this.scale());
      return tf.add(this.loc, tf.mul(this.scale(), tf.sign(z)));
    });
  }
}
const constant = (value: number) => ({ kl: () => tf.scalar(value) as tf.Tensor });
const NO_CDF = { cdf: 'taken away' };

describe('a family on the line', () => {
  it('passes all checks where it is right, and is asked all of them', async () => {
    const checks = normals(Normal);
    expect(await failures(checks)).toEqual([]);
    expect(checks.filter((check) => 'skipped' in check)).toEqual([]);
    expect(checks.length).toBeGreaterThan(20);
  });

  it.each<[string, readonly Check[], RegExp]>([
    ['a density that is 1 % too high', normals(WrongConstant), /density integrates to 1/],
    ['draws 15 % too wide', normals(WideSampler), /variance, within/],
    ['quantiles off by 0.01', normals(WrongQuantiles), /inverts its quantiles/],
    ['a distribution function of 1.01 x', normals(WrongCdf), /grows by the integral/],
    ['an entropy that is 0.1 nats too high', normals(WrongEntropy), /entropy is the mean/],
    ['a mode beside the mode', normals(WrongMode), /more probable than its mode/],
    ['entries that see each other', normals(MixesTheBatch), /a batch gives/],
    ['a tensor that is kept', normals(Leaks), /leaves no tensor/],
    ['an entropy of another shape', normals(WrongShape), /shapes/],
    ['a method that breaks, rather than says it has none', normals(Forgetful), /draws have its mean/],
    ['a divergence that can be negative', normals(Normal, constant(-1)), /KL is not/],
    ['a divergence from itself', normals(Normal, constant(0.1)), /KL is not/],
    ['a method that is missing and not said to be', normals(WithoutCdf), /has each method/],
    ['a method that is said to be missing and is there', normals(Normal, { without: NO_CDF }), /has each method/],
    ['a wrong density without cdf', normals(WithoutCdfAndWrong, { without: NO_CDF }), /density integrates to 1/],
    ['a wrong sampler without cdf', normals(WithoutCdfAndSkewed, { without: NO_CDF }), /tenths of the line/],
  ])('fails with %s', async (_, checks, which) => {
    expect(await failures(checks)).toContainEqual(expect.stringMatching(which));
  });

  it('reports the checks that it cannot be asked, each with the reason', async () => {
    const checks = normals(WithoutCdf, { without: NO_CDF });
    expect(await failures(checks)).toEqual([]);
    const skipped = checks.flatMap((check) => ('skipped' in check ? [`${check.name}: ${check.skipped}`] : []));
    expect(skipped.length).toBeGreaterThanOrEqual(3);
    for (const line of skipped) expect(line).toMatch(/: no cdf: taken away$/);
  });
});

describe('a family on all integers, without quantiles or a list of its support', () => {
  const WITHOUT = { cdf: 'taken away', icdf: 'taken away', kl: 'no closed form' };
  class Bare extends Skellam {
    override cdf(_x: tf.Tensor): tf.Tensor {
      throw new Error("cdf(x): the family 'skellam' has none.");
    }
    override icdf(_p: tf.Tensor): tf.Tensor {
      throw new Error("icdf(p): the family 'skellam' has none.");
    }
  }
  class TooHeavy extends Bare {
    override logProb(x: tf.Tensor) {
      return tf.tidy(() => super.logProb(x).add(0.3));
    }
  }
  class WrongSign extends Bare {
    override sample(rng: Rng, shape?: readonly number[]) {
      return tf.tidy(() => super.sample(rng, shape).neg());
    }
  }
  const checksOf = (Family: typeof Skellam, without: Options<d.Skellam>['without'] = WITHOUT) =>
    conformanceChecks<Rng, d.Skellam>({
      parameters: { rate1: between(0.3, 5), rate2: between(6, 9) },
      make: (parameters) => new Family(parameters as unknown as ConstructorParameters<typeof Skellam>[0]),
      rng: createRng,
      kl: without === WITHOUT ? () => undefined : klDivergence,
      without,
    });

  it('passes where it is right', async () => {
    expect(await failures(checksOf(Bare))).toEqual([]);
    expect(await failures(checksOf(Skellam, {}))).toEqual([]);
  });

  it('fails where all masses are e^0.3 too large', async () => {
    const failed = await failures(checksOf(TooHeavy));
    expect(failed).toContain('its masses sum to 1');
    expect(failed).toContain('draws follow its masses (chi^2)');
  });

  it('fails where the draws have the other sign', async () => {
    expect(await failures(checksOf(WrongSign))).toContain('draws follow its masses (chi^2)');
  });
});

describe('a wrong slope of one parameter is found', () => {
  /** The value of a quantity, with the sign of its gradient turned. */
  const turned = (value: tf.Tensor): tf.Tensor =>
    tf.customGrad((x) => ({ value: (x as tf.Tensor).clone(), gradFunc: (dy: tf.Tensor) => tf.neg(dy) }))(value);
  const quantities = ['mean', 'variance', 'mode', 'entropy'] as const;

  it.each(quantities)('of the %s', async (what) => {
    class Turned extends StudentT {}
    Turned.prototype[what] = function (this: d.StudentT) {
      return tf.tidy(() => turned(StudentT.prototype[what].call(this)));
    };
    const failed = await failures(students(Turned));
    expect(failed.length).toBeGreaterThan(0);
    for (const check of failed) expect(check).toContain(`the gradient of its ${what}`);
  });

  it('of draws', async () => {
    class Turned extends StudentT {
      override sample(rng: Rng, shape?: readonly number[]) {
        return tf.tidy(() => turned(super.sample(rng, shape)));
      }
    }
    expect(await failures(students(Turned))).toContainEqual(expect.stringContaining('gradients of draws'));
  });

  it.each(['cdf', 'icdf', 'logProb'] as const)('of %s', async (what) => {
    class Turned extends StudentT {}
    Turned.prototype[what] = function (this: d.StudentT, x: tf.Tensor) {
      return tf.tidy(() => turned(StudentT.prototype[what].call(this, x)));
    };
    const name = what === 'logProb' ? 'log p(x)' : what;
    const failed = await failures(students(Turned));
    expect(failed.length).toBeGreaterThan(0);
    for (const check of failed) expect(check).toContain(`the gradient of ${name}`);
  });

  function students(Family: typeof StudentT): readonly Check[] {
    return conformanceChecks<Rng, d.StudentT>({
      parameters: { df: between(5, 30), loc: between(1, 3), scale: between(0.5, 4) },
      make: (parameters) => new Family(parameters as unknown as ConstructorParameters<typeof StudentT>[0]),
      rng: createRng,
      kl: () => undefined,
      without: { kl: 'no closed form', 'variance of draws': 'heavy tails' },
    });
  }
});

it('draws of vectors with the wrong sign of a covariance fail, though mean and variance are right', async () => {
  class Mirrored extends MultivariateNormalTriL {
    override sample(rng: Rng, shape?: readonly number[]) {
      return tf.tidy(() => {
        const turned = tf.mul(tf.sub(super.sample(rng, shape), this.loc), tf.tensor1d([1, -1]));
        return tf.add(this.loc, turned);
      });
    }
  }
  const checksOf = (Family: typeof MultivariateNormalTriL) =>
    conformanceChecks<Rng, d.MultivariateNormalTriL>({
      parameters: { s: between(0.5, 2), t: between(0.5, 2), r: between(1, 3) },
      make: ({ s, t, r }) =>
        new Family({
          loc: tf.stack([s!, t!], -1),
          scaleTril: tf.stack([tf.stack([s!, tf.zerosLike(s!)], -1), tf.stack([r!, t!], -1)], -2),
        }),
      rng: createRng,
      kl: klDivergence,
      without: { cdf: 'events are vectors', icdf: 'events are vectors' },
    });
  expect(await failures(checksOf(MultivariateNormalTriL))).toEqual([]);
  expect(await failures(checksOf(Mirrored))).toContainEqual(expect.stringMatching(/averages of waves/));
});
