const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Returns two 32-bit numbers that tell data apart: a run that goes on in another process knows by them whether it sees the
 * batch that it saw before. Numbers, arrays and records count, by value and in order.
 */
export function fingerprint(data: unknown): Float64Array {
  const hash = new Uint32Array([0x811c9dc5, 0x9e3779b9]);
  visit(data, hash);
  return Float64Array.from(hash);
}

/** Whether two fingerprints are of the same data. */
export function sameFingerprint(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function visit(value: unknown, hash: Uint32Array): void {
  if (typeof value === 'number') add(value, hash);
  else if (typeof value === 'string') for (let i = 0; i < value.length; i++) add(value.charCodeAt(i), hash);
  else if (typeof value === 'boolean') add(value ? 1 : 0, hash);
  else if (ArrayBuffer.isView(value) && 'length' in value) {
    const numbers = value as unknown as ArrayLike<number>;
    add(numbers.length, hash);
    for (let i = 0; i < numbers.length; i++) add(numbers[i]!, hash);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    add(entries.length, hash);
    for (const [name, part] of entries) {
      if (!Array.isArray(value)) visit(name, hash);
      visit(part, hash);
    }
  }
}

/** Mixes a number into both halves, with different constants (those of xxHash). */
function add(value: number, hash: Uint32Array): void {
  float[0] = value;
  for (const word of words) {
    hash[0] = Math.imul(hash[0]! ^ word, 0x01000193);
    hash[1] = Math.imul(((hash[1]! << 13) | (hash[1]! >>> 19)) ^ Math.imul(word, 0x85ebca77), 0xc2b2ae3d);
  }
}
