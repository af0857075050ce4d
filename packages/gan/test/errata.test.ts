import {
  type GanObjective,
  gameValue,
  minimax,
  nonSaturating,
  optimalDiscriminator,
  solveGame,
  tabularGan,
} from '@latents/gan';
import { createRng } from '@latents/math';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

// What section 2.4 prints, beside what is right. Other errata of section 2 are in the files of what they concern.

const data = [0.5, 0.3, 0.2];
const softmax = (logits: readonly number[]) => {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
};

/** V after a small step of a softmax G along (or against) the gradient of E log(1 - D(G)), D being the best for the old G. */
function afterStep(direction: 1 | -1): { before: number; after: number } {
  const theta = [0, 1, -0.5];
  const generated = softmax(theta);
  const logits = optimalDiscriminator({ data, generated });
  const values = Array.from(logits, (a) => -Math.log1p(Math.exp(a)));
  const mean = generated.reduce((sum, g, i) => sum + g * values[i]!, 0);
  const moved = softmax(theta.map((t, i) => t + direction * 0.01 * generated[i]! * (values[i]! - mean)));
  return { before: gameValue({ data, generated }, logits), after: gameValue({ data, generated: moved }, logits) };
}

describe('section 2.4', () => {
  it('E27: as printed, descent on -log(1 - D(G)), G helps D; descent on +log(1 - D(G)) lowers V', () => {
    const printed = afterStep(1);
    expect(printed.after).toBeGreaterThan(printed.before);
    const right = afterStep(-1);
    expect(right.after).toBeLessThan(right.before);
  });

  it('E28: the two printed steps of G, taken both, cancel where D(G(z)) = 1/2 and make D surer where it is above', () => {
    const slopeOf = (loss: (a: tf.Tensor) => tf.Tensor, a: number) =>
      tf
        .grad(loss)(tf.tensor1d([a]))
        .dataSync()[0]!;
    const literal = (fake: tf.Tensor) =>
      nonSaturating().generator(fake).bound.value.sub(minimax().generator(fake).bound.value);
    expect(slopeOf(literal, 0)).toBeCloseTo(0, 6);
    // Descent goes against the slope: down from 2, where each of the alternatives goes up.
    expect(slopeOf(literal, 2)).toBeGreaterThan(0.5);
    for (const objective of [minimax(), nonSaturating()]) {
      for (const a of [0, 2]) expect(slopeOf((fake) => objective.generator(fake).bound.value, a)).toBeLessThan(0);
    }
  });
});

describe('section 2.4, at the best D', () => {
  it('E30: what the non-saturating G descends is KL(P_G, P) - 2 JSD; the note has it descend the JSD, to the same end', async () => {
    const theta = [0, 1, -0.5];
    const kl = (q: readonly number[], of: (i: number) => number) =>
      q.reduce((sum, mass, i) => sum + mass * Math.log(mass / of(i)), 0);
    const jsd = (q: readonly number[]) => solveGame({ data, generated: q }).jensenShannon;
    // By central differences in the logits of G.
    const slopes = (f: (generated: readonly number[]) => number) =>
      theta.map((_, i) => {
        const at = (by: number) => f(softmax(theta.map((t, j) => (j === i ? t + by : t))));
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
    const gan = tabularGan(data);
    const best = optimalDiscriminator({ data, generated: softmax(theta) });
    const moved = async (objective: GanObjective) => {
      tf.tidy(() => {
        gan.parameters['game/generator']!.assign(tf.tensor1d(theta));
        gan.parameters['game/discriminator']!.assign(tf.tensor1d([...best]));
      });
      const generator = { optimizer: tf.train.sgd(1) };
      await gan.players({ generator, objective })[1]!.take({}, { step: 0, rng: createRng(0) });
      // Down: against the slope.
      return Array.from(gan.parameters['game/generator']!.dataSync(), (t, i) => theta[i]! - t);
    };
    const expectClose = (found: readonly number[], expected: readonly number[]) => {
      found.forEach((slope, i) => {
        expect(slope).toBeCloseTo(expected[i]!, 5);
      });
    };
    expectClose(
      await moved(nonSaturating()),
      slopes((q) => kl(q, (i) => data[i]!) - 2 * jsd(q)),
    );
    expectClose(
      await moved(minimax()),
      slopes((q) => 2 * jsd(q)),
    );
    const [reverse, symmetric] = [await moved(nonSaturating()), await moved(minimax())];
    const length = (v: readonly number[]) => Math.hypot(...v);
    const cosine = reverse.reduce((sum, v, i) => sum + v * symmetric[i]!, 0) / length(reverse) / length(symmetric);
    // Not that of the JSD, up to a factor.
    expect(cosine).toBeLessThan(0.999);
    gan.dispose();
  });
});

describe('section 2.5', () => {
  // Four codes, three atoms: G shows the last two codes as one atom. Everything by the table of (z, x).
  const prior = [0.4, 0.3, 0.2, 0.1];
  const shown = [0, 1, 2, 2];
  const generated = [0, 1, 2].map((x) => prior.reduce((sum, pi, z) => sum + (shown[z] === x ? pi : 0), 0));
  const entropy = prior.reduce((sum, pi) => sum - pi * Math.log(pi), 0);
  const conditional = prior.reduce((sum, pi, z) => sum - pi * Math.log(pi / generated[shown[z]!]!), 0);
  const information = entropy - conditional;
  const value = solveGame({ data, generated }).value;
  // I(Y; X) of the fair choice Y between data and G, by the table of (y, x).
  const choice = [data, generated].reduce(
    (sum, side) => sum + side.reduce((s, p, x) => s + (p / 2) * Math.log((2 * p) / (data[x]! + generated[x]!)), 0),
    0,
  );

  it('E40: V - lambda E log Q is twice I(Y; X) - lambda / 2 I(Z; G(Z)), not I(Y; X) - lambda I(Z; G(Z)), but for a constant', () => {
    const constant = (lambda: number) => lambda * entropy - Math.log(4);
    for (const lambda of [0.1, 1, 3]) {
      const played = value - lambda * -conditional;
      expect(played).toBeCloseTo(2 * (choice - (lambda / 2) * information) + constant(lambda), 12);
      expect(Math.abs(played - (2 * (choice - lambda * information) + constant(lambda)))).toBeGreaterThan(0.05);
    }
  });
});
