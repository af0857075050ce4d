import type { NdArray } from '@latents/math';
import { mutualInformation } from '../measures/mutual-information.js';
import { checkJoint, marginalOf } from '../measures/table.js';

/** A joint table of X and Y, as the bottleneck needs it: all sums in nats. */
export interface Source {
  /** How many symbols X and Y have. */
  readonly n: number;
  readonly m: number;
  /** p(x) `[n]`, all positive, and p(y) `[m]`. */
  readonly pX: Float64Array;
  readonly pY: Float64Array;
  /** p(y | x) `[n, m]`. */
  readonly channel: Float64Array;
  /** -H(Y | X = x) `[n]`. */
  readonly negentropy: Float64Array;
  /** I(X; Y). */
  readonly information: number;
}

/**
 * @throws RangeError if the joint is not a distribution over two variables, or a symbol of X has probability 0: there is then no
 * p(y | x) for it, and no optimal code.
 */
export function sourceOf(where: string, joint: NdArray): Source {
  const table = checkJoint(where, joint);
  const [n, m] = table.shape;
  if (table.shape.length !== 2) {
    throw new RangeError(`${where}: expected a joint table of shape [|X|, |Y|], got [${table.shape}].`);
  }
  const pX = marginalOf(table, [0]).data;
  const empty = pX.indexOf(0);
  if (empty >= 0) {
    throw new RangeError(
      `${where}: expected every symbol of X to have a positive probability, got 0 for row ${empty}. Drop the row: a symbol that never occurs has no code.`,
    );
  }
  const channel = Float64Array.from(table.data, (p, i) => p / pX[Math.floor(i / m!)]!);
  const negentropy = pX.map((_, x) => {
    let sum = 0;
    for (let i = x * m!; i < (x + 1) * m!; i++) if (channel[i]! > 0) sum += channel[i]! * Math.log(channel[i]!);
    return sum;
  });
  return {
    n: n!,
    m: m!,
    pX,
    pY: marginalOf(table, [1]).data,
    channel,
    negentropy,
    information: mutualInformation(table),
  };
}
