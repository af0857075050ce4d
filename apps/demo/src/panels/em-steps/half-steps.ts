import type { Expectation, LatentVariableModel } from '@latents/em';

/** After a move: how high log p(x) and the bound are, in nats per example. */
export interface EmReading {
  readonly move: 'start' | 'E' | 'M';
  readonly logMarginal: number;
  /** Undefined before the first E step. */
  readonly bound: number | undefined;
}

/** EM, one half-step at a time. */
export class HalfSteps<Data, Model extends LatentVariableModel<Data, Model>> {
  readonly readings: EmReading[] = [];
  readonly data: Data;
  model: Model;
  /** What the latest E step left; undefined before it. */
  expectation: Expectation | undefined;
  private readonly examples: number;
  /** What an E step would leave now. */
  private tight: Expectation;

  /** @param examples By how many the nats are divided. */
  constructor(start: Model, data: Data, examples: number) {
    this.model = start;
    this.data = data;
    this.examples = examples;
    this.tight = start.expect(data);
    this.read('start');
  }

  /** Which half comes next. */
  get next(): 'E' | 'M' {
    return this.readings.at(-1)!.move === 'E' ? 'M' : 'E';
  }

  /** The posterior becomes exact, or the model that which the posterior asks for. */
  move(): void {
    const move = this.next;
    if (move === 'E') this.expectation = this.tight;
    else {
      this.model = this.model.maximize(this.expectation!.statistics);
      this.tight = this.model.expect(this.data);
    }
    this.read(move);
  }

  private read(move: EmReading['move']): void {
    const { expectation, model, examples, tight } = this;
    const bound = expectation && (model.expectedLogJoint(expectation.statistics) + expectation.entropy) / examples;
    this.readings.push({ move, logMarginal: tight.logMarginal / examples, bound });
  }
}
