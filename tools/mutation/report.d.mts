export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly StrykerMutant[] }>>;
}

export interface StrykerMutant {
  readonly status: string;
  readonly statusReason?: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Accepted {
  readonly file: string;
  readonly code: string;
  readonly replacement: string;
  readonly reason: string;
}

export declare function reportOf(
  report: StrykerReport,
  accepted?: readonly Accepted[],
): { readonly summary: string; readonly survivors: readonly string[] };
