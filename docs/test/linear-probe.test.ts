import { linearProbe } from '@latents/autoencoders';
import { logisticRegression } from '@latents/classifiers';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import reference from '../../packages/autoencoders/test/fixtures/representation.json' with { type: 'json' };

// Two packages that do not know each other, against scikit-learn's StandardScaler and LogisticRegression(C=1).
it("a linear probe with Appendix C's classifier predicts what scikit-learn's does", async () => {
  await tf.setBackend('cpu');
  const part = (from: number, to: number) => ({
    codes: tf.tensor2d(reference.codes.slice(from, to)),
    labels: reference.labels.slice(from, to),
  });
  const probe = linearProbe(part(0, 80), part(80, 120), (data) => logisticRegression(data, { l2: 1 }).classifier);
  expect(probe.predictions).toEqual(reference.probe.predictions);
  expect(probe.accuracy).toBe(reference.probe.accuracy);
  expect(probe.accuracy).toBeLessThan(1);
});
