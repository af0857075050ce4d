import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throughput } from '../../src/workers/throughput.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('examples over the seconds of training; what lies between stop and start does not count', () => {
  const throughput = new Throughput();
  expect(throughput.perSecond()).toBe(0);
  throughput.start();
  vi.advanceTimersByTime(500);
  throughput.add(100);
  vi.advanceTimersByTime(60_000);
  throughput.start();
  vi.advanceTimersByTime(500);
  throughput.add(100);
  expect(throughput.perSecond()).toBeCloseTo(200, 6);
});

test('a change of speed shows after about two seconds', () => {
  const throughput = new Throughput();
  throughput.start();
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(1000);
    throughput.add(10);
  }
  for (let i = 0; i < 30; i++) {
    vi.advanceTimersByTime(100);
    throughput.add(100);
  }
  expect(throughput.perSecond()).toBeCloseTo(1000, 6);
});
