import {
  checkFinite,
  checkFiniteValues,
  checkFraction,
  checkInteger,
  checkList,
  checkNonNegative,
  checkOneOf,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
  checkRng,
  checkSize,
  createRng,
} from '@latents/math';
import { describe, expect, it } from 'vitest';

describe('numbers', () => {
  it.each([
    [
      'checkPositiveInteger',
      checkPositiveInteger,
      [1, 2 ** 40],
      [0, -1, 1.5, Number.NaN, Infinity, '1', undefined],
      'a positive integer',
    ],
    ['checkInteger', checkInteger, [0, 7], [-1, 0.5, Infinity, '0', null], 'an integer >= 0'],
    ['checkFinite', checkFinite, [0, -1e300], [Number.NaN, -Infinity, '1', undefined], 'a finite number'],
    ['checkPositive', checkPositive, [1e-300, 2], [0, -1, Infinity, Number.NaN, '2', [2]], 'a positive finite number'],
    ['checkNonNegative', checkNonNegative, [0, 2], [-1e-9, Infinity, Number.NaN, '0'], 'a finite number >= 0'],
    ['checkFraction', checkFraction, [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0.5'], 'a number from 0 to 1'],
  ] as [string, (where: string, value: unknown) => void, unknown[], unknown[], string][])(
    '%s accepts and refuses at the edges of its range',
    (_, check, good, bad, expected) => {
      for (const value of good) expect(() => check('f(x)', value)).not.toThrow();
      for (const value of bad) {
        expect(() => check('f(x)', value)).toThrow(RangeError);
        expect(() => check('f(x)', value)).toThrow(`f(x): expected ${expected}, got `);
      }
    },
  );

  it('checkInteger refuses values outside of both limits and says what the limits are', () => {
    expect(() => checkInteger('f({ size })', 3, 1, 3)).not.toThrow();
    expect(() => checkInteger('f({ size })', 4, 1, 3, 'the number of rows')).toThrow(
      'f({ size }): expected an integer from 1 to 3, the number of rows, got 4.',
    );
  });

  it('checkFraction refuses 0 and 1 if the ends are excluded', () => {
    expect(() => checkFraction('f(x)', 0.5, 'excluded')).not.toThrow();
    for (const end of [0, 1])
      expect(() => checkFraction('f(x)', end, 'excluded')).toThrow(`both excluded, got ${end}.`);
  });

  it('checkFiniteValues names the first value that is not finite', () => {
    expect(() => checkFiniteValues('f(x)', [1, 2])).not.toThrow();
    expect(() => checkFiniteValues('f(x)', Float64Array.of(1, Number.NaN, Infinity))).toThrow('got NaN at index 1.');
  });
});

describe('options', () => {
  interface Options {
    readonly beta?: number;
    readonly latentDim: number;
  }
  const check = (options: object) => checkOptions('train(options)', options as Options, ['beta', 'latentDim']);

  it('accepts known names, given or left out', () => {
    expect(() => check({ beta: 1 })).not.toThrow();
    expect(() => check({})).not.toThrow();
  });

  it('refuses an unknown name and suggests the nearest known one', () => {
    expect(() => check({ betta: 4 })).toThrow(
      "train(options): expected options beta, latentDim, got 'betta'. Did you mean 'beta'?",
    );
    expect(() => check({ latentdim: 4 })).toThrow("Did you mean 'latentDim'?");
  });

  it('suggests nothing for a name that is near to none', () => {
    expect(() => check({ optimizer: 4 })).toThrow(/got 'optimizer'\.$/);
  });

  it('refuses options that are not an object', () => {
    expect(() => check(undefined as never)).toThrow('expected an object with options beta, latentDim, got undefined.');
    expect(() => check(null as never)).toThrow(TypeError);
  });

  it('is a type error to leave an option out of the known names', () => {
    // @ts-expect-error 'beta' is missing.
    checkOptions('train(options)', { latentDim: 1 } as Options, ['latentDim']);
  });

  it.each([[['tanh', 'relu'] as const], [{ tanh: 1, relu: 2 }]])(
    'checkOneOf refuses inherited names and slips: %j',
    (known) => {
      expect(() => checkOneOf('mlp({ activation })', 'relu', known)).not.toThrow();
      for (const bad of ['constructor', 'toString', '__proto__', undefined, 3, ['relu']]) {
        expect(() => checkOneOf('mlp({ activation })', bad, known)).toThrow(
          "mlp({ activation }): expected 'tanh' or 'relu', got ",
        );
      }
      expect(() => checkOneOf('mlp({ activation })', 'Relu', known)).toThrow("got 'Relu'. Did you mean 'relu'?");
    },
  );
});

describe('rng', () => {
  it('accepts streams and refuses everything else', () => {
    expect(() => checkRng('f({ rng })', createRng(1).split())).not.toThrow();
    for (const bad of [undefined, null, 1, {}, Math.random]) {
      expect(() => checkRng('f({ rng })', bad)).toThrow('f({ rng }): expected rng, as from createRng(seed), got ');
    }
  });
});

describe('lists', () => {
  it('accepts lists and typed arrays and refuses everything else', () => {
    for (const good of [[], [1], Float32Array.of(1), new Uint8Array()])
      expect(() => checkList('f(counts)', 'counts', good)).not.toThrow();
    for (const bad of [
      undefined,
      null,
      1,
      'abc',
      {},
      { length: 1 },
      BigInt64Array.of(1n),
      new DataView(new ArrayBuffer(8)),
    ])
      expect(() => checkList('f(counts)', 'counts', bad)).toThrow(
        'f(counts): expected counts to be a list of numbers, got ',
      );
  });
});

describe('arrays', () => {
  it('checkSize refuses data that do not fit their shape', () => {
    expect(() => checkSize('f(x)', 'x', { shape: [2, 3], data: new Float32Array(6) })).not.toThrow();
    expect(() => checkSize('f(x)', 'x', { shape: [2, 3], data: new Float32Array(5) })).toThrow(
      'f(x): expected 6 numbers in x of shape [2,3], got 5.',
    );
    expect(() => checkSize('f(x)', 'x', { shape: [-2, -3], data: new Float32Array(6) })).toThrow('of shape [-2,-3]');
  });
});
