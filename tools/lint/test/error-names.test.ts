import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { faultsOf, faultsOfPackages, namedCalls } from '../error-names.mjs';

const callsOf = (text: string) =>
  namedCalls(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest)).map((call) => ({ ...call, file: 'a.ts' }));
const known = {
  functions: new Set(['createVae', 'gaussianNoise']),
  classes: new Set(['Vae']),
  members: new Map([
    ['elbo', new Set(['Vae'])],
    ['sample', new Set(['NoiseSpace'])],
  ]),
};

test('every function that an error message names exists', () => {
  expect(faultsOfPackages()).toEqual([]);
}, 120_000);

describe('namedCalls finds the calls', () => {
  test.each([
    ['of an error', `throw new RangeError(\`createVae({ latentDim }): expected 1, got \${n}.\`)`, 'createVae'],
    ['of a check', "checkPositiveInteger('createVae({ latentDim })', latentDim)", 'createVae'],
    ['of a check, behind the value', "checkedRows(rows, 'createVae({ latentDim })')", 'createVae'],
    ['of a where', "const where = 'createVae(options)'", 'createVae'],
    ['of one of two', "const where = a ? 'createVae(a)' : b", 'createVae'],
    ['of a constructor', "throw new TypeError('new Vae(parts): expected parts.')", 'Vae'],
    ['of a method', "check('vae.elbo(x, rng)', x)", 'elbo'],
    ['of what a call returns', "check('gaussianNoise(dimension).sample(count, rng)', count)", 'sample'],
    ['with a part that is computed', `check(\`\${kind}Noise(dimension)\`, dimension)`, '*Noise'],
  ])('%s', (_, text, name) => {
    expect(callsOf(text).map((call) => call.name)).toEqual([name]);
  });

  test.each([
    ['a text that is no call', "throw new Error('expected f(x), got none.')"],
    ['a text that is not an error', "const name = 'power(2)'"],
    ['an information', "bound('lower', 'I(X; Y)')"],
  ])('not %s', (_, text) => {
    expect(callsOf(text)).toEqual([]);
  });
});

describe('faultsOf', () => {
  const faults = (where: string) => faultsOf(callsOf(`check('${where}')`), known);

  test.each(['createVae(options)', 'new Vae(parts)', 'vae.elbo(x)', 'gaussianNoise(2).sample(n)', 'model.sample(n)'])(
    'accepts %s',
    (where) => expect(faults(where)).toEqual([]),
  );

  test.each([
    ['makeVae(options)', "names the function 'makeVae', which no package exports"],
    ['new Autoencoder(parts)', "names the class 'Autoencoder', which no package exports"],
    ['vae.bound(x)', "names the method 'bound', which no public type has"],
    ['vae.sample(n)', "'Vae' has no method 'sample'"],
  ])('reports %s', (where, fault) => expect(faults(where).join()).toContain(fault));

  test('a part that is computed stands for any text', () => {
    expect(faultsOf(callsOf(`check(\`\${kind}Noise(2)\`)`), known)).toEqual([]);
    expect(faultsOf(callsOf(`check(\`\${kind}Sound(2)\`)`), known)).toHaveLength(1);
  });
});
