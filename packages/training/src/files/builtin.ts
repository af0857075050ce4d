interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:fs/promises': typeof import('node:fs/promises');
  readonly 'node:os': typeof import('node:os');
  readonly 'node:path': typeof import('node:path');
  readonly 'node:url': typeof import('node:url');
}

/**
 * Returns a module of Node without importing it, so that a bundler for pages never meets it.
 *
 * @throws Error where there is none: in a page, or in Node before 20.16.
 */
export function builtin<N extends keyof Builtins>(name: N): Builtins[N] {
  const found = globalThis.process?.getBuiltinModule?.(name) as Builtins[N] | undefined;
  if (found === undefined) {
    throw new Error(
      `fileStore(path): expected Node >= 20.16, which has files, got an engine without '${name}'. In a page use browserStore(key) or downloadStore(name).`,
    );
  }
  return found;
}
