// Checks that every function that an error message names exists: `createVae({ latentDim })`, `new Vae(parts)`, `vae.elbo(x, rng)`.
// Run: node tools/lint/error-names.mjs. A unit test runs it too. Prints each fault and exits with 1 if there is one.

import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { exportsOf, programOf, publicEntries, ROOT } from './program.mjs';

/** A call at the start of a text: `new `, the name before the dot, the name, and what follows it. */
const CALL = /^(new )?(?:([A-Za-z_*][\w*]*)(?:\([^()]*(?:\([^()]*\))?[^()]*\))?\.)?([A-Za-z_*][\w*]*)\((?![^)]*;)/;
/** Stands for `${...}` of a template. */
const HOLE = '*';

/**
 * Returns the calls that the messages of a source name: texts that are given to errors and checks, or kept as `where`.
 * `{ text, constructs, object, name, line }`; `*` stands for a part that is computed.
 */
export function namedCalls(source) {
  const calls = [];
  const visit = (node, ancestors) => {
    const text = textOf(node);
    if (text !== undefined && isWhere(node, ancestors, source)) {
      const match = CALL.exec(text);
      if (match) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        calls.push({ text, constructs: match[1] !== undefined, object: match[2], name: match[3], line });
      }
    }
    ts.forEachChild(node, (child) => visit(child, [node, ...ancestors]));
  };
  visit(source, []);
  return calls;
}

/** The text of a string or a template, with a hole for each expression. */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join('');
}

/** Whether a text is the beginning of an error: an argument of `new XError` or of a function `check...`, the first of another call, or a `where`. */
function isWhere(node, [parent, ...ancestors], source) {
  if (parent === undefined) return false;
  if (ts.isNewExpression(parent)) return /Error$/.test(parent.expression.getText(source));
  if (ts.isCallExpression(parent)) {
    return (
      parent.arguments[0] === node ||
      (/^check/.test(parent.expression.getText(source)) && parent.arguments.includes(node))
    );
  }
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isParameter(parent)) {
    return parent.name.getText(source) === 'where';
  }
  return ts.isConditionalExpression(parent) && isWhere(parent, ancestors, source);
}

/**
 * Returns a fault for each call that does not exist.
 *
 * @param calls As from `namedCalls`, with the `file` of each.
 * @param known `{ functions, classes, members }`: names that can be called, constructed, and called on an object, each with
 * the names of the types that have it.
 */
export function faultsOf(calls, { functions, classes, members }) {
  const faults = [];
  for (const { file, line, text, constructs, object, name } of calls) {
    const says = `${file}:${line}: '${text}'`;
    if (constructs) {
      if (!some(classes, name)) faults.push(`${says} names the class '${name}', which no package exports.`);
    } else if (object === undefined) {
      if (!some(functions, name)) faults.push(`${says} names the function '${name}', which no package exports.`);
    } else if (!some(members.keys(), name)) {
      faults.push(`${says} names the method '${name}', which no public type has.`);
    } else {
      const type = object[0].toUpperCase() + object.slice(1);
      const owners = [...members].flatMap(([member, types]) => (matches(name, member) ? [...types] : []));
      if (classes.has(type) && !owners.includes(type)) faults.push(`${says}: '${type}' has no method '${name}'.`);
    }
  }
  return faults;
}

function some(names, pattern) {
  for (const name of names) if (matches(pattern, name)) return true;
  return false;
}

function matches(pattern, name) {
  return new RegExp(`^${pattern.replaceAll(HOLE, '.*')}$`).test(name);
}

/** Returns what can be called: exported functions and classes, and the members of every type that sources declare. */
function knownNames(program, entries, files) {
  const known = { functions: new Set(), classes: new Set(), members: new Map() };
  const checker = program.getTypeChecker();
  for (const exported of exportsOf(program, entries).values()) {
    for (const [name, symbol] of exported) {
      if (symbol.flags & ts.SymbolFlags.Class) known.classes.add(name);
      if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) known.functions.add(name);
      if (symbol.flags & ts.SymbolFlags.ValueModule) {
        for (const inner of checker.getExportsOfModule(symbol)) known.functions.add(inner.name);
      }
    }
  }
  for (const file of files) {
    const visit = (node) => {
      if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
        const type = checker.getTypeAtLocation(node);
        const own = [...checker.getPropertiesOfType(type), ...staticsOf(checker, node)];
        for (const { name } of own) {
          known.members.set(name, (known.members.get(name) ?? new Set()).add(node.name?.text ?? ''));
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(program.getSourceFile(file));
  }
  return known;
}

function staticsOf(checker, node) {
  const symbol = node.name && checker.getSymbolAtLocation(node.name);
  return symbol && ts.isClassDeclaration(node) ? checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)) : [];
}

/** Returns the faults of all packages. */
export function faultsOfPackages() {
  const entries = publicEntries();
  const program = programOf(Object.values(entries));
  const sources = program.getSourceFiles().filter(({ fileName }) => /\/packages\/[^/]+\/src\//.test(fileName));
  const calls = sources.flatMap((source) => {
    const file = relative(ROOT, source.fileName).split(sep).join('/');
    return namedCalls(source).map((call) => ({ ...call, file }));
  });
  const known = knownNames(
    program,
    entries,
    sources.map(({ fileName }) => fileName),
  );
  return faultsOf(calls, known);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOfPackages();
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
