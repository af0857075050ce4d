import { RELAXED_SIMD_BINARY, SIMD_BINARY } from './binaries.js';

/** Which of the two modules runs: with fused multiply-add where the engine has it. */
export type Simd = 'relaxed' | 'plain';

export interface KernelModule {
  readonly simd: Simd;
  readonly module: WebAssembly.Module;
}

/** The best module that this engine accepts, or undefined if it has no 128-bit SIMD. */
export async function compileKernels(): Promise<KernelModule | undefined> {
  const candidates: readonly [Simd, string][] = [
    ['relaxed', RELAXED_SIMD_BINARY],
    ['plain', SIMD_BINARY],
  ];
  for (const [simd, base64] of candidates) {
    const bytes = decode(base64);
    if (WebAssembly.validate(bytes)) return { simd, module: await WebAssembly.compile(bytes) };
  }
  return undefined;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
