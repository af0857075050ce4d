import type { NamedArrays } from '@latents/math';
import { DeviceLostError, readParameters } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariables } from '../networks/index.js';

/** The graphics device of a backend, and who waits to hear of its loss. */
interface Watch {
  /** The browser's reason, once the device is lost. */
  reason: string | undefined;
  readonly waiting: Set<(reason: string) => void>;
  /** Returns whether the device is lost, where that can be asked. */
  readonly isLost: () => boolean;
}

/** The parts of tfjs's webgl and webgpu backends that say whether their device is there. */
interface GraphicsBackend {
  readonly gpgpu?: { readonly gl: { readonly canvas: EventTarget; isContextLost(): boolean } };
  readonly device?: { readonly lost: Promise<{ readonly reason?: string; readonly message?: string }> };
}

// One per backend: a promise keeps whoever waits for it, and that of a device stays open for the whole run.
const watches = new WeakMap<object, Watch>();

/** After an error, the time in which a browser tells that a device was lost, in milliseconds. */
const GRACE = 200;
const LOST_CONTEXT = 'the webgl context was lost';

/**
 * Runs what reads a device, and rejects with a DeviceLostError if the graphics device of the backend is lost before the end. A read of a
 * lost device may give zeros, fail, or never end.
 *
 * @param where The beginning of the message: `"step 12 of player 'generator'"`.
 * @throws DeviceLostError
 */
export async function onLiveDevice<T>(where: string, run: () => Promise<T>): Promise<T> {
  const name = tf.getBackend();
  const watch = watchOf(tf.backend());
  if (watch === undefined) return run();
  const lost = (reason: string, cause?: unknown) =>
    new DeviceLostError(where, name, reason, cause === undefined ? {} : { cause });
  let hear: ((reason: string) => void) | undefined;
  const loss = new Promise<never>((_, reject) => {
    hear = (reason) => reject(lost(reason));
    watch.waiting.add(hear);
  });
  try {
    if (reasonOf(watch) !== undefined) throw lost(reasonOf(watch)!);
    const result = await Promise.race([run(), loss]);
    if (reasonOf(watch) !== undefined) throw lost(reasonOf(watch)!);
    return result;
  } catch (error) {
    if (error instanceof DeviceLostError) throw error;
    const reason = reasonOf(watch) ?? (await reasonWithin(watch, GRACE));
    throw reason === undefined ? error : lost(reason, error);
  } finally {
    watch.waiting.delete(hear!);
  }
}

/** Returns copies of the present values of variables, or rejects with a DeviceLostError. */
export function readVariables(where: string, variables: NamedVariables): Promise<NamedArrays> {
  return onLiveDevice(where, () => readParameters(variables));
}

function reasonOf(watch: Watch): string | undefined {
  if (watch.reason === undefined && watch.isLost()) watch.reason = LOST_CONTEXT;
  return watch.reason;
}

/** Waits for the loss. Validation errors have no device to wait for, so they pay this time once, as they end the run. */
async function reasonWithin(watch: Watch, milliseconds: number): Promise<string | undefined> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return reasonOf(watch);
}

/** Returns the watch of a backend with a graphics device, or undefined for one that computes on the processor. */
function watchOf(backend: object): Watch | undefined {
  const known = watches.get(backend);
  if (known !== undefined) return known;
  const { gpgpu, device } = backend as GraphicsBackend;
  if (gpgpu === undefined && device === undefined) return undefined;
  const watch: Watch = {
    reason: undefined,
    waiting: new Set(),
    isLost: () => gpgpu?.gl.isContextLost() ?? false,
  };
  const tell = (reason: string) => {
    watch.reason = reason;
    for (const hear of watch.waiting) hear(reason);
  };
  gpgpu?.gl.canvas.addEventListener('webglcontextlost', () => tell(LOST_CONTEXT));
  void device?.lost.then(({ reason, message }) => tell([reason, message].filter(Boolean).join(': ') || 'unknown'));
  watches.set(backend, watch);
  return watch;
}
