import * as tf from '@tensorflow/tfjs';

/**
 * Runs `act` and throws unless the number of live tensors afterwards is what it was plus `made` (default 0). Run it once
 * before if the first call makes something that is kept.
 */
export async function expectNoLeak(act: () => unknown, made = 0): Promise<void> {
  const before = tf.memory().numTensors;
  await act();
  const leaked = tf.memory().numTensors - before - made;
  if (leaked !== 0) {
    throw new Error(
      `expectNoLeak: expected ${made} new tensors, got ${leaked + made}. Dispose or tidy the difference.`,
    );
  }
}
