import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig(({ command }) => ({
  // Relative addresses: the build works from any folder of any server.
  base: './',
  // While developing, packages are read from their sources; a build reads what they publish.
  resolve: {
    conditions: command === 'serve' ? ['@latents/source', ...defaultClientConditions] : [...defaultClientConditions],
    dedupe: ['@tensorflow/tfjs', '@tensorflow/tfjs-core'],
  },
  // The digits are 20 MB of numbers: as a string to be parsed they are neither minified nor compiled.
  json: { stringify: true, namedExports: false },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // tfjs is one chunk of more than a megabyte, loaded by the worker alone.
    chunkSizeWarningLimit: 16_000,
  },
}));
