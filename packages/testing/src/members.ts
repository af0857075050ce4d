import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { sourcesOfPackage } from './contents.js';

/**
 * Returns the exported members of one kind in a package, sorted: functions that return one of the types (or a promise of it),
 * constants of these types, and classes that extend or implement one of them, directly or through classes of the package.
 * Abstract classes are left out.
 *
 * Only the text of the sources is read, so an exported function has to state its return type.
 *
 * @param manifest The place of the package.json.
 * @param types Names of types without arguments, as `'GanObjective'`.
 * @throws Error for an exported function or constant without a stated type.
 * @example
 * ```ts
 * membersOf(new URL('../package.json', import.meta.url), ['GanObjective']); // => ['fGan', 'hinge', ...]
 * ```
 */
export function membersOf(manifest: URL, types: readonly string[]): string[] {
  const found = new Set<string>();
  for (const source of sourcesOfPackage(manifest)) {
    for (const [name, at] of exportsOf(new URL(source, manifest))) {
      if (declarationsOf(at).some((declaration) => isMember(declaration, at, types))) found.add(name);
    }
  }
  return [...found].sort();
}

/** A name in a source file. */
interface Place {
  readonly file: URL;
  readonly name: string;
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: URL): ts.SourceFile {
  const known = parsed.get(file.href);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(fileURLToPath(file), readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  parsed.set(file.href, source);
  return source;
}

/** Returns the source of a relative import, or undefined for another package. */
function resolved(specifier: ts.Expression | undefined, from: URL): URL | undefined {
  if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return undefined;
  const file = new URL(specifier.text.replace(/\.js$/, '.ts'), from);
  return existsSync(file) ? file : undefined;
}

/** Returns the values that a source exports, with the place of each declaration. */
function exportsOf(file: URL): [string, Place][] {
  return parse(file).statements.flatMap((statement): [string, Place][] => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      const from = moduleSpecifier ? resolved(moduleSpecifier, file) : file;
      if (from === undefined || statement.isTypeOnly || (exportClause && ts.isNamespaceExport(exportClause))) return [];
      if (exportClause === undefined) return exportsOf(from);
      return exportClause.elements
        .filter((element) => !element.isTypeOnly)
        .map((element): [string, Place] => {
          const local = (element.propertyName ?? element.name).text;
          return [element.name.text, from === file ? declaredAt(local, file) : placeOf(from, local)];
        });
    }
    return isExported(statement) ? namesOf(statement).map((name) => [name, { file, name }]) : [];
  });
}

/** Follows a name through tables of contents to the file that declares it. */
function placeOf(file: URL, name: string): Place {
  if (declarationsOf({ file, name }).length > 0) return { file, name };
  return exportsOf(file).find(([exported]) => exported === name)?.[1] ?? { file, name };
}

type Declaration = ts.FunctionDeclaration | ts.ClassDeclaration | ts.VariableStatement;

function declarationsOf({ file, name }: Place): Declaration[] {
  return parse(file).statements.filter(
    (statement): statement is Declaration => isDeclaration(statement) && namesOf(statement).includes(name),
  );
}

function isDeclaration(statement: ts.Statement): statement is Declaration {
  return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isVariableStatement(statement);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const named = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ? statement.name : undefined;
  return named === undefined ? [] : [named.text];
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(statement: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(statement)?.some((modifier) => modifier.kind === kind) ?? false;
}

function isMember(declaration: Declaration, { file, name }: Place, types: readonly string[]): boolean {
  if (ts.isClassDeclaration(declaration)) {
    return !hasModifier(declaration, ts.SyntaxKind.AbstractKeyword) && descends(declaration, file, types);
  }
  const type = ts.isFunctionDeclaration(declaration)
    ? declaration.type
    : declaration.declarationList.declarations.find((one) => ts.isIdentifier(one.name) && one.name.text === name)?.type;
  if (type !== undefined) return types.includes(headOf(type, parse(file)));
  // The first signature of an overloaded function states the type, so that its body need not.
  if (ts.isFunctionDeclaration(declaration)) {
    throw new Error(`membersOf: expected a return type of the exported function '${name}' in ${file.pathname}.`);
  }
  return false;
}

/** Returns the name of a type without its arguments; of a promise, that of what it promises. */
function headOf(type: ts.TypeNode, source: ts.SourceFile): string {
  if (!ts.isTypeReferenceNode(type)) return type.getText(source);
  const name = type.typeName.getText(source);
  return name === 'Promise' && type.typeArguments?.[0] ? headOf(type.typeArguments[0], source) : name;
}

function descends(declaration: ts.ClassDeclaration, file: URL, types: readonly string[]): boolean {
  const bases = declaration.heritageClauses?.flatMap(({ types: listed }) => listed.map(({ expression }) => expression));
  return (bases ?? []).some((base) => {
    const name = base.getText(parse(file));
    if (types.includes(name)) return true;
    const place = declaredAt(name, file);
    return declarationsOf(place).some((one) => ts.isClassDeclaration(one) && descends(one, place.file, types));
  });
}

/** Returns where a name that a file uses is declared: in the file, or in a file of the package that it imports. */
function declaredAt(name: string, file: URL): Place {
  for (const statement of parse(file).statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    const from = resolved(statement.moduleSpecifier, file);
    if (from === undefined || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const element = bindings.elements.find((one) => one.name.text === name);
    if (element !== undefined) return placeOf(from, (element.propertyName ?? element.name).text);
  }
  return { file, name };
}
