import {
  checkNdArray,
  checkOptions,
  checkPositiveInteger,
  drawIndex,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  softmaxRows,
  transpose,
} from '@latents/math';
import { checkArrays } from '@latents/training';
import { checkedRows, expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';

import type { Emission, EmissionConfig, StateRows } from './emission.js';

/** Each state emits symbols 0 to `symbols` - 1: observations `[T]`. */
export class CategoricalEmission implements Emission {
  readonly states: number;
  readonly symbols: number;
  /** `[states, symbols]`, rows summing to 1. */
  readonly probabilities: Float64Array;
  /** `[symbols, states]`: what a symbol says of the states lies together. */
  private readonly bySymbol: Float64Array;

  /** @throws RangeError if the shape is not `[states, symbols]` or a row is no distribution. */
  constructor(probabilities: NdArray) {
    checkNdArray('new CategoricalEmission(probabilities)', 'probabilities', probabilities, { finite: false });
    const [states = 0, symbols = 0] = probabilities.shape;
    if (probabilities.shape.length !== 2 || states * symbols === 0)
      throw new RangeError(
        `new CategoricalEmission(probabilities): expected shape [states, symbols], got [${probabilities.shape}].`,
      );
    this.states = states;
    this.symbols = symbols;
    this.probabilities = checkedRows(probabilities.data, states, symbols, 'new CategoricalEmission(probabilities)');
    this.bySymbol = transpose(this.probabilities, states, symbols);
  }

  /** Returns the emission of a saved description and parameters. */
  static fromSaved(where: string, config: EmissionConfig, arrays: NamedArrays): CategoricalEmission {
    checkOptions(where, config as object, ['kind', 'states', 'symbols']);
    const { states, symbols } = config;
    checkPositiveInteger(where, states, 'states');
    checkPositiveInteger(where, symbols, 'symbols');
    return made(where, states, symbols, arrays);
  }

  get config(): EmissionConfig {
    return { kind: 'categorical', states: this.states, symbols: this.symbols };
  }

  get parameters(): NamedArrays {
    return { probabilities: ndArray([this.states, this.symbols], this.probabilities) };
  }

  withParameters(where: string, arrays: NamedArrays): CategoricalEmission {
    return made(where, this.states, this.symbols, arrays);
  }

  get statisticsLength(): number {
    return this.states * this.symbols;
  }

  check({ shape, data }: NdArray, name: string): void {
    if (shape.length !== 1 || data.length === 0)
      throw new RangeError(`${name}: expected symbols of shape [T], T >= 1, got [${shape}].`);
    for (let t = 0; t < data.length; t++) {
      const s = data[t]!;
      if (!(Number.isInteger(s) && s >= 0 && s < this.symbols))
        throw new RangeError(`${name}: expected integers from 0 to ${this.symbols - 1}, got ${s} at step ${t}.`);
    }
  }

  likelihoods({ data }: NdArray, out: StateRows, shift: Float64Array): void {
    const { states, bySymbol } = this;
    shift.fill(0);
    for (let t = 0; t < data.length; t++) {
      const p = data[t]! * states;
      const at = t * out.stride;
      for (let z = 0; z < states; z++) out.data[at + z] = bySymbol[p + z]!;
    }
  }

  logProbs({ data }: NdArray, out: Float64Array): void {
    for (let t = 0; t < data.length; t++)
      for (let z = 0; z < this.states; z++)
        out[t * this.states + z] = Math.log(this.probabilities[z * this.symbols + data[t]!]!);
  }

  accumulate({ data }: NdArray, posteriors: StateRows, statistics: Float64Array, offset: number): void {
    const { data: gamma, stride } = posteriors;
    const { states, symbols } = this;
    const bySymbol = new Float64Array(states * symbols);
    for (let t = 0; t < data.length; t++) {
      const p = data[t]! * states;
      const at = t * stride;
      for (let z = 0; z < states; z++) bySymbol[p + z]! += gamma[at + z]!;
    }
    const counts = transpose(bySymbol, symbols, states);
    for (let i = 0; i < counts.length; i++) statistics[offset + i]! += counts[i]!;
  }

  maximize(statistics: Float64Array, offset: number): CategoricalEmission {
    return this.with(normalizedRows(statistics, offset, this.states, this.symbols, this.probabilities));
  }

  expectedLogProb(statistics: Float64Array, offset: number): number {
    return expectedLog(statistics, offset, this.probabilities);
  }

  logPrior(): number {
    return 0;
  }

  draw(state: number, rng: Rng): number[] {
    return [drawIndex(rng, this.probabilities, state * this.symbols, this.symbols)];
  }

  point(): number[] {
    return Array.from(this.probabilities, Math.log);
  }

  at(point: Float64Array, from: number): CategoricalEmission {
    return this.with(softmaxRows(point, from, this.states, this.symbols));
  }

  gradient(statistics: Float64Array, offset: number): number[] {
    return logitGradient(statistics, offset, this.states, this.symbols, this.probabilities);
  }

  private with(probabilities: Float64Array): CategoricalEmission {
    return new CategoricalEmission({ shape: [this.states, this.symbols], data: probabilities });
  }
}

function made(where: string, states: number, symbols: number, arrays: NamedArrays): CategoricalEmission {
  checkArrays(where, { probabilities: { shape: [states, symbols] } }, arrays);
  return new CategoricalEmission(arrays['probabilities']!);
}
