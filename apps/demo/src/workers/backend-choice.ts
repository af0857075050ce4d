export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

export type Backend = (typeof BACKENDS)[number];

/** `'best'`: the fastest of those that work in this browser. */
export type BackendChoice = Backend | 'best';

/** What one backend took for the products of a training step; infinity if it does not work here. */
export interface BackendTrial {
  readonly backend: Backend;
  readonly milliseconds: number;
}
