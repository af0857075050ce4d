import type { Measurement } from './messages.js';

/** Where a run has been in the plane of rate and distortion, from the end of its first epoch on. */
export interface Run {
  readonly id: number;
  readonly name: string;
  readonly trail: readonly Pick<Measurement, 'rate' | 'distortion'>[];
}

/** The runs of this visit: the one that goes on, and those before it that got anywhere. */
export class Runs {
  private runs: { readonly id: number; name: string; trail: Measurement[] }[] = [];
  private next = 0;

  get all(): readonly Run[] {
    return this.runs;
  }

  /** A run without a trail leaves none. */
  begin(name: string): void {
    this.runs = this.runs.filter(({ trail }) => trail.length > 0);
    this.runs.push({ id: this.next++, name, trail: [] });
  }

  /** Measurements of the first epoch are left out: far from the rest, they would set the scale. */
  add(measurement: Measurement): void {
    if (measurement.epoch >= 1) this.runs.at(-1)?.trail.push(measurement);
  }

  /** Leaves the present run alone. */
  forget(): void {
    this.runs = this.runs.slice(-1);
  }
}
