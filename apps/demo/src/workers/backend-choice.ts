import type { BackendTrial as Trial } from '@latents/core';

export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export type Backend = (typeof BACKENDS)[number];

/** `'best'`: the fastest of those that work in this browser. */
export type BackendChoice = Backend | 'best';

/** The result of trying one backend: the time of a training step, or why it cannot be used. */
export interface BackendTrial extends Trial {
  readonly backend: Backend;
}
