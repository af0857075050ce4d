// Convolutions by way of the matrix product: im2col lays the patch under each output pixel out as a row, col2im adds such
// rows back. A geometry is thirteen int32: inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth,
// strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft; depthwise ones add the channel multiplier.

@inline
function field(geometry: usize, index: i32): i32 {
  return load<i32>(geometry + ((<usize>index) << 2));
}

@inline
function copy(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + ((<usize>i) << 2), v128.load(from + ((<usize>i) << 2)));
  for (; i < count; i++) store<f32>(to + ((<usize>i) << 2), load<f32>(from + ((<usize>i) << 2)));
}

@inline
function clear(to: usize, count: i32): void {
  let i = 0;
  const zero = f32x4.splat(0);
  for (; i + 4 <= count; i += 4) v128.store(to + ((<usize>i) << 2), zero);
  for (; i < count; i++) store<f32>(to + ((<usize>i) << 2), 0);
}

@inline
function addTo(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
  }
}

/** x [images, inHeight, inWidth, channels] to out [images outHeight outWidth, filterHeight filterWidth channels]. */
export function im2col(x: usize, out: usize, images: i32, geometry: usize): void {
  walk(x, out, images, geometry, true);
}

/** Adds the rows of `columns` (laid out as im2col does) to out [images, inHeight, inWidth, channels]. */
export function col2im(columns: usize, out: usize, images: i32, geometry: usize): void {
  walk(out, columns, images, geometry, false);
}

function walk(image: usize, columns: usize, images: i32, geometry: usize, gather: bool): void {
  const inHeight = field(geometry, 0);
  const inWidth = field(geometry, 1);
  const channels = field(geometry, 2);
  const outHeight = field(geometry, 3);
  const outWidth = field(geometry, 4);
  const filterHeight = field(geometry, 5);
  const filterWidth = field(geometry, 6);
  const strideHeight = field(geometry, 7);
  const strideWidth = field(geometry, 8);
  const dilationHeight = field(geometry, 9);
  const dilationWidth = field(geometry, 10);
  const top = field(geometry, 11);
  const left = field(geometry, 12);
  const pixel = (<usize>channels) << 2;
  const segment = filterWidth * channels;
  const segmentBytes = (<usize>segment) << 2;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * strideWidth - left;
        const whole = dilationWidth == 1 && x0 >= 0 && x0 + filterWidth <= inWidth;
        for (let fy = 0; fy < filterHeight; fy++) {
          const y = oy * strideHeight - top + fy * dilationHeight;
          if (y < 0 || y >= inHeight) {
            if (gather) clear(columns, segment);
            columns += segmentBytes;
            continue;
          }
          const line = image + pixel * (y * inWidth);
          if (whole) {
            const at = line + pixel * x0;
            if (gather) copy(columns, at, segment);
            else addTo(at, columns, segment);
            columns += segmentBytes;
            continue;
          }
          for (let fx = 0; fx < filterWidth; fx++) {
            const x = x0 + fx * dilationWidth;
            if (x >= 0 && x < inWidth) {
              const at = line + pixel * x;
              if (gather) copy(columns, at, channels);
              else addTo(at, columns, channels);
            } else if (gather) clear(columns, channels);
            columns += pixel;
          }
        }
      }
    }
    image += pixel * (inHeight * inWidth);
  }
}

/** dFilter [filterHeight, filterWidth, channels, multiplier] += of x and dy [images, outHeight, outWidth, channels multiplier]. */
export function depthwiseFilterGradient(x: usize, dy: usize, out: usize, images: i32, geometry: usize): void {
  depthwise(x, dy, out, images, geometry, true);
}

/** dx [images, inHeight, inWidth, channels] += of dy and the filter. */
export function depthwiseInputGradient(dy: usize, filter: usize, out: usize, images: i32, geometry: usize): void {
  depthwise(out, dy, filter, images, geometry, false);
}

function depthwise(image: usize, dy: usize, filter: usize, images: i32, geometry: usize, ofFilter: bool): void {
  const inHeight = field(geometry, 0);
  const inWidth = field(geometry, 1);
  const channels = field(geometry, 2);
  const outHeight = field(geometry, 3);
  const outWidth = field(geometry, 4);
  const filterHeight = field(geometry, 5);
  const filterWidth = field(geometry, 6);
  const multiplier = field(geometry, 13);
  const pixel = (<usize>channels) << 2;
  const tap = (<usize>(channels * multiplier)) << 2;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let fy = 0; fy < filterHeight; fy++) {
          const y = oy * field(geometry, 7) - field(geometry, 11) + fy * field(geometry, 9);
          if (y < 0 || y >= inHeight) continue;
          for (let fx = 0; fx < filterWidth; fx++) {
            const x = ox * field(geometry, 8) - field(geometry, 12) + fx * field(geometry, 10);
            if (x < 0 || x >= inWidth) continue;
            const at = image + pixel * (y * inWidth + x);
            const weights = filter + tap * (fy * filterWidth + fx);
            if (multiplier == 1) {
              if (ofFilter) productTo(weights, at, dy, channels);
              else productTo(at, weights, dy, channels);
            } else if (ofFilter) spreadProduct(weights, at, dy, channels, multiplier);
            else gatherProduct(at, weights, dy, channels, multiplier);
          }
        }
        dy += tap;
      }
    }
    image += pixel * (inHeight * inWidth);
  }
}

/** to += a * b, elementwise. */
function productTo(to: usize, a: usize, b: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(a + at), v128.load(b + at))));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    store<f32>(to + at, load<f32>(to + at) + load<f32>(a + at) * load<f32>(b + at));
  }
}

/** to [channels, multiplier] += a [channels, 1] * b [channels, multiplier]. */
function spreadProduct(to: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  for (let c = 0; c < channels; c++) {
    const value = load<f32>(a + ((<usize>c) << 2));
    for (let q = 0; q < multiplier; q++) {
      store<f32>(to, load<f32>(to) + value * load<f32>(b));
      to += 4;
      b += 4;
    }
  }
}

/** to [channels] += sum over the multiplier of a * b [channels, multiplier]. */
function gatherProduct(to: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  for (let c = 0; c < channels; c++) {
    let sum: f32 = 0;
    for (let q = 0; q < multiplier; q++) {
      sum += load<f32>(a) * load<f32>(b);
      a += 4;
      b += 4;
    }
    store<f32>(to, load<f32>(to) + sum);
    to += 4;
  }
}

/** out [segments, width] = sum of the rows of x [rows, width] by segment; ids outside 0..segments - 1 are dropped. */
export function segmentSum(x: usize, ids: usize, out: usize, rows: i32, width: i32, segments: i32): void {
  clear(out, segments * width);
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(ids + ((<usize>r) << 2));
    if (id >= 0 && id < segments) addTo(out + ((<usize>(id * width)) << 2), x, width);
    x += (<usize>width) << 2;
  }
}

/** out [rows, width] = x + bias. */
export function addBias(x: usize, bias: usize, out: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) {
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const at = (<usize>i) << 2;
      v128.store(out + at, f32x4.add(v128.load(x + at), v128.load(bias + at)));
    }
    for (; i < width; i++) {
      const at = (<usize>i) << 2;
      store<f32>(out + at, load<f32>(x + at) + load<f32>(bias + at));
    }
    x += (<usize>width) << 2;
    out += (<usize>width) << 2;
  }
}
