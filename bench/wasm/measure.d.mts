/** Returns the median. */
export function median(values: readonly number[]): number;
/** Returns the CPU milliseconds of a run, the least of `repeat`. */
export function cpuTime(run: () => unknown, repeat?: number): Promise<number>;
