import {
  checkNdArray,
  checkOptions,
  checkPositiveInteger,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
} from '@latents/math';
import { lgamma } from '@latents/math/special';
import { checkArrays } from '@latents/training';
import { OutsideDomainError } from '../algorithms/degenerate-model-error.js';
import { type Emission, type EmissionConfig, exponentiateRows, type StateRows } from './emission.js';

/** Each state emits independent counts: observations `[T, d]` of integers >= 0. */
export class PoissonEmission implements Emission {
  readonly states: number;
  readonly dimensions: number;
  /** `[states, dimensions]`, >= 0. */
  readonly rates: Float64Array;

  /** @throws RangeError if the shape is not `[states, dimensions]`, or a rate is negative or not finite. */
  constructor(rates: NdArray) {
    checkNdArray('new PoissonEmission(rates)', 'rates', rates, { finite: false });
    const [states = 0, dimensions = 0] = rates.shape;
    if (rates.shape.length !== 2 || states * dimensions === 0)
      throw new RangeError(`new PoissonEmission(rates): expected shape [states, dimensions], got [${rates.shape}].`);
    for (const rate of rates.data)
      if (!(rate >= 0 && rate < Infinity))
        throw new RangeError(`new PoissonEmission(rates): expected finite numbers >= 0, got ${rate}.`);
    this.states = states;
    this.dimensions = dimensions;
    this.rates = Float64Array.from(rates.data);
  }

  /** Returns the emission of a saved description and parameters. */
  static fromSaved(where: string, config: EmissionConfig, arrays: NamedArrays): PoissonEmission {
    checkOptions(where, config as object, ['kind', 'states', 'dimensions']);
    const { states, dimensions } = config;
    checkPositiveInteger(where, states, 'states');
    checkPositiveInteger(where, dimensions, 'dimensions');
    return made(where, states, dimensions, arrays);
  }

  get config(): EmissionConfig {
    return { kind: 'poisson', states: this.states, dimensions: this.dimensions };
  }

  get parameters(): NamedArrays {
    return { rates: ndArray([this.states, this.dimensions], this.rates) };
  }

  withParameters(where: string, arrays: NamedArrays): PoissonEmission {
    return made(where, this.states, this.dimensions, arrays);
  }

  /** Counts `[states]`, log factorials `[states]`, sums `[states, dimensions]`. */
  get statisticsLength(): number {
    return this.states * (2 + this.dimensions);
  }

  check({ shape, data }: NdArray, name: string): void {
    if (shape.length !== 2 || shape[1] !== this.dimensions || data.length === 0)
      throw new RangeError(`${name}: expected counts of shape [T, ${this.dimensions}], T >= 1, got [${shape}].`);
    for (const x of data)
      if (!(Number.isSafeInteger(x) && x >= 0)) throw new RangeError(`${name}: expected integers >= 0, got ${x}.`);
  }

  likelihoods(observations: NdArray, out: StateRows, shift: Float64Array): void {
    const logs = new Float64Array(shift.length * this.states);
    this.logProbs(observations, logs);
    exponentiateRows(logs, this.states, out, shift);
  }

  logProbs({ shape, data }: NdArray, out: Float64Array): void {
    const { states, dimensions: d, rates } = this;
    for (let t = 0; t < shape[0]!; t++) {
      for (let z = 0; z < states; z++) {
        let sum = 0;
        for (let j = 0; j < d; j++) {
          const x = data[t * d + j]!;
          const rate = rates[z * d + j]!;
          sum += (x === 0 ? 0 : x * Math.log(rate)) - rate - lgamma(x + 1);
        }
        out[t * states + z] = sum;
      }
    }
  }

  accumulate({ shape, data }: NdArray, posteriors: StateRows, statistics: Float64Array, offset: number): void {
    const { data: gamma, stride } = posteriors;
    const { states, dimensions: d } = this;
    for (let t = 0; t < shape[0]!; t++) {
      let logFactorials = 0;
      for (let j = 0; j < d; j++) logFactorials += lgamma(data[t * d + j]! + 1);
      for (let z = 0; z < states; z++) {
        const g = gamma[t * stride + z]!;
        statistics[offset + z]! += g;
        statistics[offset + states + z]! += g * logFactorials;
        for (let j = 0; j < d; j++) statistics[offset + 2 * states + z * d + j]! += g * data[t * d + j]!;
      }
    }
  }

  maximize(statistics: Float64Array, offset: number): PoissonEmission {
    const { states, dimensions: d } = this;
    return this.with(
      this.rates.map((rate, i) => {
        const n = statistics[offset + Math.floor(i / d)]!;
        return n > 0 ? statistics[offset + 2 * states + i]! / n : rate;
      }),
    );
  }

  expectedLogProb(statistics: Float64Array, offset: number): number {
    const { states, dimensions: d, rates } = this;
    let sum = 0;
    for (let z = 0; z < states; z++) {
      sum -= statistics[offset + states + z]!;
      for (let j = 0; j < d; j++) {
        const x = statistics[offset + 2 * states + z * d + j]!;
        sum += (x > 0 ? x * Math.log(rates[z * d + j]!) : 0) - statistics[offset + z]! * rates[z * d + j]!;
      }
    }
    return sum;
  }

  logPrior(): number {
    return 0;
  }

  draw(state: number, rng: Rng): number[] {
    return Array.from(this.rates.subarray(state * this.dimensions, (state + 1) * this.dimensions), (rate) =>
      drawPoisson(rate, rng),
    );
  }

  point(): number[] {
    return Array.from(this.rates, Math.log);
  }

  at(point: Float64Array, from: number): PoissonEmission {
    const rates = point.slice(from, from + this.rates.length).map(Math.exp);
    if (rates.includes(Infinity))
      throw new OutsideDomainError(
        'model.fromUnconstrained(point): expected log rates below 709.78, got one whose rate is infinite. Take a shorter step.',
      );
    return this.with(rates);
  }

  gradient(statistics: Float64Array, offset: number): number[] {
    const { states, dimensions: d } = this;
    return Array.from(
      this.rates,
      (rate, i) => statistics[offset + 2 * states + i]! - statistics[offset + Math.floor(i / d)]! * rate,
    );
  }

  private with(rates: Float64Array): PoissonEmission {
    return new PoissonEmission({ shape: [this.states, this.dimensions], data: rates });
  }
}

function made(where: string, states: number, dimensions: number, arrays: NamedArrays): PoissonEmission {
  checkArrays(where, { rates: { shape: [states, dimensions] } }, arrays);
  return new PoissonEmission(arrays['rates']!);
}

/** Splits a large rate by its additivity, then counts the arrivals of a unit Poisson process. */
function drawPoisson(rate: number, rng: Rng): number {
  let count = 0;
  for (let left = rate; left > 0; left -= 64) {
    for (let time = rng.exponential(); time <= Math.min(left, 64); time += rng.exponential()) count++;
  }
  return count;
}
