// The gradient of max pooling. The geometry is that of assembly/convolution.ts.
import { loadTail } from './tail';

@inline
function field(geometry: usize, index: i32): i32 {
  return load<i32>(geometry + ((<usize>index) << 2));
}

@inline
function some(at: usize, count: i32): v128 {
  return count >= 4 ? v128.load(at) : loadTail(at, count, 0);
}

@inline
function give(image: usize, channels: i32, pixel: i32, channel: i32, dy: f32): void {
  if (pixel < 0) return;
  const at = image + ((<usize>(pixel * channels + channel)) << 2);
  store<f32>(at, load<f32>(at) + dy);
}

/**
 * dx [images, inHeight, inWidth, channels] += dy [images, outHeight, outWidth, channels] at the largest number of each
 * window of x, the first of equal ones. A window without a number above minus infinity gives to none.
 */
export function maxPoolGradient(x: usize, dy: usize, dx: usize, images: i32, geometry: usize): void {
  const inHeight = field(geometry, 0);
  const inWidth = field(geometry, 1);
  const channels = field(geometry, 2);
  const outHeight = field(geometry, 3);
  const outWidth = field(geometry, 4);
  const filterHeight = field(geometry, 5);
  const filterWidth = field(geometry, 6);
  const image = (<usize>(inHeight * inWidth * channels)) << 2;
  const pixelBytes = (<usize>channels) << 2;
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = oy * field(geometry, 7) - field(geometry, 11);
      const top = max(0, y0);
      const bottom = min(inHeight, y0 + filterHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = ox * field(geometry, 8) - field(geometry, 12);
        const left = max(0, x0);
        const right = min(inWidth, x0 + filterWidth);
        for (let c = 0; c < channels; c += 4) {
          const count = channels - c;
          let best = f32x4.splat(-Infinity);
          let where = i32x4.splat(-1);
          for (let y = top; y < bottom; y++) {
            for (let column = left; column < right; column++) {
              const pixel = y * inWidth + column;
              const value = some(x + pixelBytes * pixel + ((<usize>c) << 2), count);
              const larger = f32x4.gt(value, best);
              best = v128.bitselect(value, best, larger);
              where = v128.bitselect(i32x4.splat(pixel), where, larger);
            }
          }
          const gradient = some(dy + ((<usize>c) << 2), count);
          give(dx, channels, i32x4.extract_lane(where, 0), c, f32x4.extract_lane(gradient, 0));
          if (count > 1) give(dx, channels, i32x4.extract_lane(where, 1), c + 1, f32x4.extract_lane(gradient, 1));
          if (count > 2) give(dx, channels, i32x4.extract_lane(where, 2), c + 2, f32x4.extract_lane(gradient, 2));
          if (count > 3) give(dx, channels, i32x4.extract_lane(where, 3), c + 3, f32x4.extract_lane(gradient, 3));
        }
        dy += pixelBytes;
      }
    }
    x += image;
    dx += image;
  }
}
