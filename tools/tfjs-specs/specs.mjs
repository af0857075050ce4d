// Entry of the bundle: tfjs-core's own specs on the WASM backend, with the kernels of @latents/wasm unless PLAIN is set.
// run.mjs sees to it that specs, backend and kernels share one tfjs-core.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { installMissingKernels, installTrainingKernels } from '@latents/wasm';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ENGINE } from '@tensorflow/tfjs-core/dist/engine';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';

setWasmPaths(process.env.TFJS_WASM_PATHS);
setThreadsCount(1);
setTestEnvs([{ name: 'wasm', backendName: 'wasm', isDataSync: true }]);

if (!process.env.PLAIN) {
  // Each suite resets the engine, which makes a new backend.
  const setBackend = ENGINE.setBackend.bind(ENGINE);
  ENGINE.setBackend = async (name) => {
    const done = await setBackend(name);
    if (name === 'wasm') {
      await installTrainingKernels();
      installMissingKernels();
    }
    return done;
  };
}

await import('@tensorflow/tfjs-core/dist/tests');
