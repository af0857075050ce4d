/** Regular expression of a symbol that is written down: any signs but those with a meaning of their own, which follow a backslash. */
export const WRITTEN_SYMBOL = String.raw`(?:\\.|[^\s'"[\]|\\])+`;

/** Returns a symbol as it is written in a grammar: with a backslash before spaces, quotes, brackets, bars, backslashes and `#`. */
export function writtenSymbol(symbol: string): string {
  return symbol.replace(/[\s'"[\]|\\#]/g, String.raw`\$&`);
}

/** Returns the symbol that is written so. */
export function symbolOf(written: string): string {
  return written.replace(/\\(.)/g, '$1');
}
