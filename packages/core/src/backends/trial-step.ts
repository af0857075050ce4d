import { createRng, ndArray } from '@latents/math';
import { readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { elbo } from '../bounds/elbo.js';
import { MultivariateNormalDiag } from '../distributions/index.js';
import { klDivergence } from '../divergences/index.js';
import { bernoulliHead, conditional, mlp, normalHead } from '../networks/index.js';
import { defaultAdam } from '../optimization/default-adam.js';
import { gradientPlayer } from '../optimization/gradient-player.js';

/** Sizes of the variational autoencoder that is timed. */
export interface TrialSizes {
  /** Number of examples in a batch. */
  readonly batch: number;
  readonly inputDim: number;
  readonly hidden: number;
  readonly latentDim: number;
}

/** A training step on the current backend. */
export interface TrialStep {
  /** Takes a step and returns its readings. */
  take(): Promise<number[]>;
  /** Reads the weights. */
  weights(): Promise<number[]>;
  dispose(): void;
}

/** Makes a small training run, the same on each backend: a model with eight variables, which is one more than a webgpu shader reads. */
export function trialStep({ batch, inputDim, hidden, latentDim }: TrialSizes): TrialStep {
  const rng = createRng(0);
  const code = normalHead(latentDim);
  const encoder = conditional(mlp({ inputDim, hidden: [hidden], outputDim: code.units, rng }), code, 'encoder');
  const decoder = conditional(
    mlp({ inputDim: latentDim, hidden: [hidden], outputDim: inputDim, rng }),
    bernoulliHead(inputDim),
    'decoder',
  );
  const variables = {
    ...Object.fromEntries(Object.entries(encoder.variables).map(([name, value]) => [`encoder/${name}`, value])),
    ...Object.fromEntries(Object.entries(decoder.variables).map(([name, value]) => [`decoder/${name}`, value])),
  };
  const bits = createRng(1).fillUniform(new Float32Array(batch * inputDim));
  const x = ndArray(
    [batch, inputDim],
    bits.map((value) => Math.round(value)),
  );
  const optimizer = defaultAdam(1e-3);
  const player = gradientPlayer<typeof x>({
    name: 'trial',
    variables,
    optimizer,
    objective: (examples, stream) => {
      const q = encoder.given(examples);
      const z = q.sample(stream);
      const prior = new MultivariateNormalDiag({ loc: tf.zeros([latentDim]), scale: tf.ones([latentDim]) });
      return elbo({ reconstruction: decoder.given(z).logProb(examples), rate: klDivergence(q, prior) });
    },
  });
  let step = 0;
  return {
    async take() {
      const { nats, gradientNorm, terms } = await player.take(x, { step, rng: createRng(2 + step++) });
      return [nats, gradientNorm!, ...Object.values(terms)];
    },
    async weights() {
      return Object.values(await readParameters(variables)).flatMap(({ data }) => [...data]);
    },
    dispose() {
      optimizer.dispose();
      encoder.dispose();
      decoder.dispose();
    },
  };
}
