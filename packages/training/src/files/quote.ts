/**
 * Returns at most `limit` characters of a text, quoted and escaped for an error message.
 *
 * @param text Any text, perhaps hostile or very long.
 * @param limit Number of UTF-16 code units to keep.
 */
export function quote(text: string, limit = 60): string {
  return JSON.stringify(text.length <= limit ? text : `${text.slice(0, limit)}…`);
}

/**
 * Returns a short description of any value for an error message: its type, and a number or a short text itself.
 *
 * @param value Any value. It is never printed whole.
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') {
    return typeof value === 'function' ? 'a function' : String(value).slice(0, 60);
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const tag = Object.prototype.toString.call(value).slice(8, -1).slice(0, 60);
  return tag === 'Object' ? 'a plain object' : `an object of type ${tag}`;
}
