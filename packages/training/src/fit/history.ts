import type { Reading } from './reading.js';

/** The readings of a run, to be plotted, compared or stored. */
export class History {
  readonly readings: Reading[] = [];

  add(reading: Reading): void {
    this.readings.push(reading);
  }

  /** The names of the players, in order of appearance. */
  players(): string[] {
    return [...new Set(this.readings.map((reading) => reading.player))];
  }

  /** The `[step, nats]` points of a player's bound, or of one of its unweighted terms. */
  series(player: string, term?: string): [step: number, nats: number][] {
    return this.readings.flatMap(({ player: name, step, nats, terms }) => {
      const value = term === undefined ? nats : terms[term];
      return name === player && value !== undefined ? [[step, value] as [number, number]] : [];
    });
  }

  /** The mean bound of a player over the last `count` readings, in nats. NaN if there are none. */
  recent(player: string, count: number): number {
    const values = this.readings.filter((reading) => reading.player === player).slice(-count);
    return values.reduce((sum, { nats }) => sum + nats, 0) / values.length;
  }

  toJSON(): readonly Reading[] {
    return this.readings;
  }

  /**
   * A history from what `JSON.parse` gave back.
   *
   * @throws TypeError if that is not an array.
   */
  static fromJSON(readings: readonly Reading[]): History {
    if (!Array.isArray(readings)) {
      throw new TypeError(`History.fromJSON(readings): expected an array of readings, got ${typeof readings}.`);
    }
    const history = new History();
    for (const reading of readings) history.add(reading);
    return history;
  }
}
