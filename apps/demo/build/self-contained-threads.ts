import type { Plugin } from 'vite';

const FILE = 'tfjs-backend-wasm-threaded-simd.js';
const DECLARATION = /^\s*var _scriptDir = .*\n\s*if \(typeof __filename .*\n/m;

/**
 * tfjs starts its threads from the source text of one function, which must therefore refer to nothing outside it. It asks
 * `typeof _scriptDir` of a variable outside; minifiers, who see that variable, rename it and drop the question, and each
 * thread dies of a ReferenceError. In a module the variable has no value anyhow, so it is taken out.
 */
export function selfContainedThreads(): Plugin {
  return {
    name: 'latents:self-contained-threads',
    transform(code, id) {
      if (!id.endsWith(FILE)) return;
      const alone = code
        .replace(DECLARATION, '')
        .replaceAll('typeof _scriptDir !== "undefined" && _scriptDir', 'false')
        .replaceAll('||_scriptDir', '')
        .replaceAll('scriptDirectory=_scriptDir', '');
      if (alone.includes('_scriptDir')) {
        throw new Error(
          `${FILE}: expected no more uses of _scriptDir. tfjs has changed: adapt build/self-contained-threads.ts.`,
        );
      }
      return { code: alone, map: null };
    },
  };
}
