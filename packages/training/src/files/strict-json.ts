import { hasLoneSurrogate } from './lone-surrogate.js';
import { quote } from './quote.js';

/** A number of a JSON text as it was written: `1e0`, `1.0` and `1` differ. */
export interface JsonNumber {
  readonly literal: string;
}

/** An object of a JSON text. A Map, so that names such as `__proto__` are names like any other. */
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** A parsed value of a JSON text. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

/** Number of nested objects and arrays that are read; the limit of the Rust reader (serde_json). */
const MAX_DEPTH = 127;

/**
 * Parses JSON as strictly as the safetensors format asks, which `JSON.parse` does not: no duplicate keys, no lone
 * surrogates, no numbers beyond float64, at most 127 nested values. Numbers keep their literal.
 *
 * @param text The whole text. Space, tab and line breaks may stand around it; a byte order mark may not.
 * @throws SyntaxError with the expected token, the one found and its position, for anything else than one such value.
 */
export function parseStrictJson(text: string): JsonValue {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  scanner.end();
  return value;
}

class Scanner {
  readonly #text: string;
  readonly #space = /[ \t\n\r]*/y;
  readonly #number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    this.#skipSpace();
    const start = this.#text[this.#at];
    if (start === '{' || start === '[') {
      if (depth === MAX_DEPTH) throw this.#error(`at most ${MAX_DEPTH} nested values`);
      this.#at++;
      return start === '{' ? this.#object(depth + 1) : this.#array(depth + 1);
    }
    if (start === '"') return this.#string();
    if (this.#takes('true')) return true;
    if (this.#takes('false')) return false;
    if (this.#takes('null')) return null;
    return this.#numeral();
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error('the end of the text');
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    if (this.#closes('}')) return members;
    do {
      this.#skipSpace();
      const position = this.#at;
      if (this.#text[position] !== '"') throw this.#error('a key in double quotes');
      const key = this.#string();
      if (members.has(key)) {
        throw new SyntaxError(`different keys in one object, got ${quote(key)} again at character ${position}`);
      }
      this.#skipSpace();
      if (!this.#takes(':')) throw this.#error("':'");
      members.set(key, this.value(depth));
    } while (this.#continues('}'));
    return members;
  }

  #array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    if (this.#closes(']')) return items;
    do items.push(this.value(depth));
    while (this.#continues(']'));
    return items;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (this.#text[end] !== '"') {
      if (end >= this.#text.length) throw this.#error('a text that ends in a double quote');
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    const literal = this.#text.slice(start, end + 1);
    let value: string | undefined;
    try {
      value = JSON.parse(literal) as string;
    } catch {
      // Reported below, without repeating the text.
    }
    if (value === undefined || hasLoneSurrogate(value)) {
      throw this.#error('a text without invalid escapes, control characters or lone surrogates');
    }
    this.#at = end + 1;
    return value;
  }

  #numeral(): JsonNumber {
    this.#number.lastIndex = this.#at;
    const literal = this.#number.exec(this.#text)?.[0];
    if (literal === undefined) throw this.#error('a JSON value');
    if (!Number.isFinite(Number(literal))) throw this.#error('a number in the range of float64');
    this.#at += literal.length;
    return { literal };
  }

  /** Whether the object or array ends here, with no member. */
  #closes(bracket: string): boolean {
    this.#skipSpace();
    return this.#takes(bracket);
  }

  /** Whether another member follows. */
  #continues(bracket: string): boolean {
    this.#skipSpace();
    if (this.#takes(',')) return true;
    if (this.#takes(bracket)) return false;
    throw this.#error(`',' or '${bracket}'`);
  }

  #takes(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #skipSpace(): void {
    this.#space.lastIndex = this.#at;
    this.#at += this.#space.exec(this.#text)![0].length;
  }

  #error(expected: string): SyntaxError {
    const found = this.#at < this.#text.length ? quote(this.#text.slice(this.#at), 20) : 'the end';
    return new SyntaxError(`${expected}, got ${found} at character ${this.#at}`);
  }
}
