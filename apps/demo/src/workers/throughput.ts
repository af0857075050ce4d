/** Examples per second over about the last two seconds of training; time spent elsewhere is left out. */
export class Throughput {
  private readonly moves: { readonly seconds: number; readonly examples: number }[] = [];
  private since: number | undefined;

  /** Training goes on from now. */
  start(): void {
    this.since = performance.now();
  }

  /** A step over `examples` has ended. */
  add(examples: number): void {
    const now = performance.now();
    if (this.since !== undefined) this.moves.push({ seconds: (now - this.since) / 1000, examples });
    this.since = now;
    while (this.moves.length > 1 && this.total('seconds') > 2) this.moves.shift();
  }

  /** 0 before the first step. */
  perSecond(): number {
    const seconds = this.total('seconds');
    return seconds > 0 ? this.total('examples') / seconds : 0;
  }

  private total(what: 'seconds' | 'examples'): number {
    return this.moves.reduce((sum, move) => sum + move[what], 0);
  }
}
