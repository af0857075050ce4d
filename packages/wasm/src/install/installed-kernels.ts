/** Kernels that were registered with tfjs's WASM backend. */
export interface InstalledKernels {
  /** Whether the kernels are in place now. */
  readonly active: boolean;
  /** Reason why the kernels are not in place; undefined if they are. */
  readonly reason: string | undefined;
  /** The names of the tfjs kernels replaced or added. */
  readonly kernels: readonly string[];
  /** Puts tfjs's own kernels back. Calling it again does nothing. */
  uninstall(): void;
}
