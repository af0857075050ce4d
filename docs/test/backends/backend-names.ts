/** Backends as the table names them, with the graphics that their page needs. */
export const BACKENDS = {
  wasm: { backend: 'wasm', kernels: false, graphics: 'none' },
  'wasm with kernels': { backend: 'wasm', kernels: true, graphics: 'none' },
  webgl: { backend: 'webgl', kernels: false, graphics: 'webgl' },
  webgpu: { backend: 'webgpu', kernels: false, graphics: 'webgpu' },
} as const;

export type BackendName = keyof typeof BACKENDS;
