/** A number for each step of a run, counted from 0: a learning rate, or the weight of a term. */
export type Schedule = (step: number) => number;
