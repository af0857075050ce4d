/** Questions to a worker, one at a time: while one waits for its answer, only the latest of those that follow is kept. */
export class Latest<Question> {
  private readonly ask: (question: Question) => void;
  private waiting = false;
  private next: { readonly question: Question } | undefined;

  constructor(ask: (question: Question) => void) {
    this.ask = ask;
  }

  put(question: Question): void {
    if (this.waiting) {
      this.next = { question };
      return;
    }
    this.waiting = true;
    this.ask(question);
  }

  /** The answer has come: the next question may go. */
  answered(): void {
    this.waiting = false;
    const { next } = this;
    this.next = undefined;
    if (next !== undefined) this.put(next.question);
  }

  /** No answer will come any more. */
  clear(): void {
    this.waiting = false;
    this.next = undefined;
  }
}
