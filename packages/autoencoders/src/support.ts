import { checkOneOf, checkPositiveInteger, type NdArray, type NumericArray } from '@latents/math';

/** The values of x that a likelihood takes: bits are 0 and 1, integers go from 0 to one less than the number. */
export type ExampleSupport = 'unit interval' | 'bits' | 'reals' | { readonly integers: number };

interface Rule {
  /** Returns a position at or shortly before the first value outside the support, or the length if there is none. */
  readonly search: (data: NumericArray) => number;
  readonly holds: (x: number) => boolean;
  readonly expected: string;
}

function rule(support: ExampleSupport): Rule {
  if (typeof support === 'object') {
    const { integers } = support;
    return oneByOne(
      (x) => Number.isInteger(x) && x >= 0 && x < integers,
      `integers from 0 to ${integers - 1}, as the likelihood has it`,
    );
  }
  switch (support) {
    case 'unit interval':
      return interval(
        0,
        1,
        'values from 0 to 1, as the Bernoulli likelihood needs (divide bytes by 255, or binarise them)',
      );
    case 'bits':
      return oneByOne((x) => x === 0 || x === 1, "0 or 1, as the 'binary' likelihood needs (binarise pixels)");
    case 'reals':
      return interval(-Number.MAX_VALUE, Number.MAX_VALUE, 'finite values');
  }
}

function oneByOne(holds: (x: number) => boolean, expected: string): Rule {
  return { holds, expected, search: () => 0 };
}

// Every batch of a training run is checked, so intervals are searched four values at a time.
function interval(low: number, high: number, expected: string): Rule {
  return {
    expected,
    holds: (x) => x >= low && x <= high,
    search(data) {
      const whole = data.length & ~3;
      for (let i = 0; i < whole; i += 4) {
        const a = data[i]!;
        const b = data[i + 1]!;
        const c = data[i + 2]!;
        const d = data[i + 3]!;
        const first = a >= low && a <= high && b >= low && b <= high;
        if (!(first && c >= low && c <= high && d >= low && d <= high)) return i;
      }
      return whole;
    },
  };
}

/** Throws a RangeError unless `support` is one. */
export function checkSupport(where: string, support: unknown): asserts support is ExampleSupport {
  if (typeof support === 'object' && support !== null && 'integers' in support) {
    checkPositiveInteger(`${where}: integers`, support.integers);
  } else {
    checkOneOf(where, support, ['unit interval', 'bits', 'reals']);
  }
}

/**
 * Throws unless the examples have the given width and lie in the support.
 *
 * @throws RangeError that names the first offending value, its row and its column.
 */
export function checkExamples(where: string, { shape, data }: NdArray, width: number, support: ExampleSupport): void {
  if (shape.length !== 2 || shape[1] !== width || shape[0] === 0) {
    throw new RangeError(`${where}: expected x of shape [batch, ${width}], got [${shape}]. inputDim is ${width}.`);
  }
  const { search, holds, expected } = rule(support);
  for (let i = search(data); i < data.length; i++) {
    if (!holds(data[i]!)) {
      throw new RangeError(
        `${where}: expected ${expected}, got ${data[i]} in row ${Math.floor(i / width)}, column ${i % width}.`,
      );
    }
  }
}
