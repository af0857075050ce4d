/**
 * Returns the float32 values of float16 numbers. Each one is exact, subnormals, infinities and NaN payloads included.
 *
 * @param bytes Little-endian IEEE 754 binary16 numbers, two bytes each.
 */
export function float32FromFloat16(bytes: Uint8Array): Float32Array {
  return float32FromBits(bytes, (half) => {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    // 112 is the difference of the exponents' offsets, 127 - 15.
    if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
    if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
    if (fraction === 0) return sign;
    // A subnormal: its highest set bit becomes the implicit one of float32.
    const shift = Math.clz32(fraction) - 21;
    return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
  });
}

/**
 * Returns the float32 values of bfloat16 numbers, which are the upper halves of float32 numbers.
 *
 * @param bytes Little-endian bfloat16 numbers, two bytes each.
 */
export function float32FromBfloat16(bytes: Uint8Array): Float32Array {
  return float32FromBits(bytes, (half) => half << 16);
}

function float32FromBits(bytes: Uint8Array, bitsOf: (half: number) => number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = new Int32Array(bytes.length / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = bitsOf(view.getUint16(2 * i, true));
  return new Float32Array(bits.buffer);
}
