import { useBackend } from '@latents/testing';
import { DeviceLostError } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onLiveDevice } from '../../src/optimization/device-watch.js';

/** A backend with a device that the test takes away. */
let lose: (info: { reason: string; message: string }) => void;

beforeEach(async () => {
  await useBackend('cpu');
  const factory = tf.findBackendFactory('cpu') as () => object;
  const lost = new Promise((resolve) => {
    lose = resolve;
  });
  tf.registerBackend('graphics', () => Object.assign(factory(), { device: { lost } }) as never);
  await tf.setBackend('graphics');
});
afterEach(async () => {
  await tf.setBackend('cpu');
  tf.removeBackend('graphics');
});

const loseIt = () => lose({ reason: 'destroyed', message: 'by the test' });
const caught = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('onLiveDevice', () => {
  it('gives the result and the error of what it runs while the device is there', async () => {
    expect(await onLiveDevice('step 0', async () => 3)).toBe(3);
    const failure = new RangeError('of its own');
    expect(await caught(onLiveDevice('step 0', () => Promise.reject(failure)))).toBe(failure);
  });

  it('ends what would never end once the device is lost, and names backend, player and step', async () => {
    const ended = caught(onLiveDevice("step 7 of player 'model'", () => new Promise(() => {})));
    loseIt();
    const error = (await ended) as DeviceLostError;
    expect(error).toBeInstanceOf(DeviceLostError);
    expect([error.name, error.backend]).toEqual(['DeviceLostError', 'graphics']);
    expect(error.message).toMatch(/^step 7 of player 'model': expected .*'graphics'.*destroyed: by the test.*resume/);
  });

  it('refuses numbers that were read of a lost device', async () => {
    const late = onLiveDevice('step 0', async () => {
      loseIt();
      await new Promise((resolve) => setTimeout(resolve, 0));
      return 0;
    });
    expect(await caught(late)).toBeInstanceOf(DeviceLostError);
  });

  it('takes an error of a lost device for its loss, and keeps the error as the cause', async () => {
    const failure = new Error('mapAsync failed');
    const error = await caught(
      onLiveDevice('step 0', () => {
        loseIt();
        return Promise.reject(failure);
      }),
    );
    expect(error).toBeInstanceOf(DeviceLostError);
  });

  it('refuses to start on a device that was lost before', async () => {
    expect(await onLiveDevice('step 0', async () => 1)).toBe(1);
    loseIt();
    await new Promise((resolve) => setTimeout(resolve, 0));
    let ran = false;
    const late = onLiveDevice('step 1', async () => {
      ran = true;
    });
    expect(await caught(late)).toBeInstanceOf(DeviceLostError);
    expect(ran).toBe(false);
  });
});
