import type { SpawnSyncOptions, SpawnSyncReturns } from 'node:child_process';

export declare const ROOT: string;
export declare function turbo(args: readonly string[], options?: SpawnSyncOptions): SpawnSyncReturns<string>;
