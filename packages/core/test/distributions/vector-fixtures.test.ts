import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import type { Given } from '../families/family.js';
import { familiesIn, familyOf, givenOf } from '../families/index.js';
import { type VectorParameters, vectorFamilies } from '../fixture.js';
import { useBackend } from '../use-backend.js';

const families = vectorFamilies();

function given(family: string, parameters: VectorParameters): Given {
  return givenOf(familyOf(family).parameters, parameters);
}
function build(family: string, parameters: Given): Distribution {
  return familyOf(family).make(parameters);
}

describe.each(['cpu', 'wasm'])('families on vectors at the points of torch in float64, on %s', (backend) => {
  useBackend(backend);

  it.each(familiesIn('vectors').map(({ name }) => name))('%s: log-probability, entropy and gradients', (family) => {
    const { rows: points } = families[family]!;
    expect(points.length).toBeGreaterThanOrEqual(40);
    for (const point of points) {
      const label = `${JSON.stringify(point.params)} at ${JSON.stringify(point.x)}`;
      tf.tidy(() => {
        const parameters = given(family, point.params);
        const x = tf.tensor(point.x as number[]);
        const p = build(family, parameters);
        const logProb = p.logProb(x).dataSync()[0]!;
        const right = Number(point.logProb);
        expect(Math.abs(logProb - right), `logProb of ${label}: ${logProb}, not ${right}`).toBeLessThanOrEqual(
          1e-5 * Math.abs(right) + 5e-7 * point.terms,
        );
        if (point.entropy !== undefined) {
          const entropy = p.entropy().dataSync()[0]!;
          // A difference of log-gammas of the size of the terms, or a sum of logarithms.
          expect(Math.abs(entropy - Number(point.entropy)), `entropy of ${label}: ${entropy}`).toBeLessThanOrEqual(
            1e-5 * Math.abs(Number(point.entropy)) + 2e-6,
          );
        }
        const names = Object.keys(point.gradients);
        const gradients = tf.grads((...values: tf.Tensor[]) => {
          const { x: at = x, ...others } = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
          return build(family, { ...parameters, ...others }).logProb(at);
        })(names.map((name) => (name === 'x' ? x : (parameters[name] as tf.Tensor))));
        names.forEach((name, i) => {
          const expected = (tf.tensor(point.gradients[name] as number[]).dataSync() as Float32Array) ?? [];
          const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
          const got = gradients[i]!.dataSync();
          expect(got.length).toBe(expected.length);
          expected.forEach((v, j) => {
            expect(Math.abs(got[j]! - v), `d/d${name} [${j}] of ${label}: ${got[j]}, not ${v}`).toBeLessThanOrEqual(
              1e-4 * Math.max(Math.abs(v), largest) + 1e-6 * point.terms,
            );
          });
        });
      });
    }
  });

  it('klDivergence of pairs on vectors', () => {
    const pairs = Object.entries(families).flatMap(([family, { kl }]) => kl.map((pair) => ({ family, ...pair })));
    expect(new Set(pairs.map(({ family }) => family)).size).toBe(5);
    for (const { family, q, p, kl: right } of pairs) {
      tf.tidy(() => {
        const got = klDivergence(build(family, given(family, q)), build(family, given(family, p))).dataSync()[0]!;
        const label = `${family} ${JSON.stringify(q)} || ${JSON.stringify(p)}: ${got}, not ${right}`;
        expect(Math.abs(got - Number(right)), label).toBeLessThanOrEqual(1e-5 * Math.abs(Number(right)) + 2e-6);
      });
    }
  });
});
