/** A bound or gradient that is not a finite number. The move that would have followed from it was not made. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  readonly player: string;
  readonly step: number;
  /** The term of the bound, or the gradient of a variable, that is not finite. */
  readonly term: string;

  constructor(player: string, step: number, term: string, value: number) {
    super(
      `Training stopped at step ${step}: expected a finite number for '${term}' of player '${player}', got ${value}. ` +
        'The weights are those before this step. Check the data for NaN or values outside the support of the likelihood, or lower the learning rate.',
    );
    this.player = player;
    this.step = step;
    this.term = term;
  }
}
