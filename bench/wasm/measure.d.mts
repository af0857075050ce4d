/** Returns the median. */
export function median(values: readonly number[]): number;
/** Returns the CPU milliseconds of a run, the least of `repeat`. */
export function cpuTime(run: () => unknown, repeat?: number): Promise<number>;
/** Returns what a Python script prints as JSON, or undefined, with a warning, where it does not run. The path starts at this folder. */
export function python(script: string, ...args: readonly unknown[]): unknown;
