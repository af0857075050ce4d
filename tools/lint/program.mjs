// The packages as one TypeScript program, for the rules that need declarations rather than text.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Returns the entry points of all public packages: `{ '@latents/math/special': absolute path of its source }`. */
export function publicEntries(root = ROOT) {
  const entries = {};
  for (const folder of readdirSync(join(root, 'packages'), { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const home = join(root, 'packages', folder.name);
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    if (manifest.private) continue;
    for (const [subpath, targets] of Object.entries(manifest.exports)) {
      const source = targets['@latents/source'];
      if (source !== undefined) entries[join(manifest.name, subpath)] = join(home, source);
    }
  }
  return entries;
}

/** Returns a program of the given files, in which packages resolve each other's sources. */
export function programOf(files) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  return ts.createProgram(files, options);
}

/** Returns the exports of each entry, aliases resolved to what they name: `Map<entry, Map<name, symbol>>`. */
export function exportsOf(program, entries) {
  const checker = program.getTypeChecker();
  return new Map(
    Object.entries(entries).map(([entry, file]) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file));
      const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
      return [entry, new Map(symbols.map((symbol) => [symbol.name, resolved(checker, symbol)]))];
    }),
  );
}

function resolved(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
