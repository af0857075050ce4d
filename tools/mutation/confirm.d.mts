import type { StrykerMutant } from './report.mjs';

export declare function mutated(source: string, mutant: Pick<StrykerMutant, 'location' | 'replacement'>): string;
