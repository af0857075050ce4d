/** A gate in a loop: shut, the loop waits at it. */
export class Gate {
  private waiting: (() => void)[] = [];
  private shut = true;

  /** Resolves at once if the gate is open, else when it opens. */
  async passed(): Promise<void> {
    if (this.shut) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  open(): void {
    this.shut = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  close(): void {
    this.shut = true;
  }
}
