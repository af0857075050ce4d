import { checkOneOf, checkPositiveInteger, type NdArray } from '@latents/math';

/** The values of x that a likelihood takes: bits are 0 and 1, integers go from 0 to one less than the number. */
export type ExampleSupport = 'unit interval' | 'bits' | 'reals' | { readonly integers: number };

function rule(support: ExampleSupport): { readonly holds: (x: number) => boolean; readonly expected: string } {
  if (typeof support === 'object') {
    const { integers } = support;
    return {
      holds: (x) => Number.isInteger(x) && x >= 0 && x < integers,
      expected: `integers from 0 to ${integers - 1}, as the likelihood has it`,
    };
  }
  switch (support) {
    case 'unit interval':
      return {
        holds: (x) => x >= 0 && x <= 1,
        expected: 'values from 0 to 1, as the Bernoulli likelihood needs (divide bytes by 255, or binarise them)',
      };
    case 'bits':
      return {
        holds: (x) => x === 0 || x === 1,
        expected: "0 or 1, as the 'binary' likelihood needs (binarise pixels)",
      };
    case 'reals':
      return { holds: Number.isFinite, expected: 'finite values' };
  }
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
  const { holds, expected } = rule(support);
  for (let i = 0; i < data.length; i++) {
    if (!holds(data[i]!)) {
      throw new RangeError(
        `${where}: expected ${expected}, got ${data[i]} in row ${Math.floor(i / width)}, column ${i % width}.`,
      );
    }
  }
}
