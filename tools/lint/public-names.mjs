// Checks that no public name means two things in two packages.
// Run: node tools/lint/public-names.mjs. A unit test runs it too. Prints each fault and exits with 1 if there is one.

import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportsOf, programOf, publicEntries, ROOT } from './program.mjs';

const OF_TENSORS = 'one function, of float64 numbers in math and of tensors in core';

/** Names that may have two meanings, and why. */
export const ALLOWED = Object.fromEntries(
  [
    ...[
      'betainc',
      'betaln',
      'cholesky',
      'digamma',
      'erf',
      'erfinv',
      'i0e',
      'i1e',
      'inverseMills',
      'lgamma',
      'log1mexp',
    ],
    ...['logNdtr', 'logNdtri', 'logSumExp', 'logaddexp', 'ndtr', 'ndtri', 'polygamma', 'trigamma'],
  ].map((name) => [name, OF_TENSORS]),
);

/**
 * Returns a fault for each name that two packages export with different declarations.
 *
 * @param names `{ entry: { name: 'file:position' of the declaration } }`
 */
export function clashesIn(names, allowed = ALLOWED) {
  const meanings = new Map();
  for (const [entry, exported] of Object.entries(names)) {
    for (const [name, declaration] of Object.entries(exported)) {
      const known = meanings.get(name) ?? new Map();
      known.set(declaration, [...(known.get(declaration) ?? []), entry]);
      meanings.set(name, known);
    }
  }
  const faults = [];
  for (const [name, known] of meanings) {
    if (known.size > 1 && !Object.hasOwn(allowed, name)) {
      const places = [...known].map(([declaration, entries]) => `${declaration} (${entries.join(', ')})`);
      faults.push(
        `'${name}' has ${known.size} meanings: ${places.join(' and ')}. One word has one meaning: rename one.`,
      );
    }
  }
  for (const name of Object.keys(allowed)) {
    if ((meanings.get(name)?.size ?? 0) < 2) faults.push(`'${name}' is in ALLOWED and has one meaning. Take it out.`);
  }
  return faults;
}

/** Returns the public names of all packages, with the place of each declaration. */
export function publicNames() {
  const entries = publicEntries();
  const program = programOf(Object.values(entries));
  const names = {};
  for (const [entry, symbols] of exportsOf(program, entries)) {
    names[entry] = {};
    for (const [name, symbol] of symbols) {
      const declaration = symbol.declarations?.[0];
      if (declaration === undefined) throw new Error(`${entry}: '${name}' has no declaration. Are packages installed?`);
      const file = relative(ROOT, declaration.getSourceFile().fileName).split(sep).join('/');
      names[entry][name] = `${file}:${declaration.getStart()}`;
    }
  }
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = clashesIn(publicNames());
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
