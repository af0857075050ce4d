// Convolutions of whole batches, `group` images at a time: their patches are laid out as columns, and the rest is a product.
import { col2im, im2col } from './convolution';
import { gemm } from './gemm/gemm';

@inline
function field(geometry: usize, index: i32): i32 {
  return load<i32>(geometry + ((<usize>index) << 2));
}

/** Numbers of an input image, outputs of one, numbers of a patch. */
@inline
function imageSize(geometry: usize): i32 {
  return field(geometry, 0) * field(geometry, 1) * field(geometry, 2);
}

@inline
function pixelsOf(geometry: usize): i32 {
  return field(geometry, 3) * field(geometry, 4);
}

@inline
function patchOf(geometry: usize): i32 {
  return field(geometry, 5) * field(geometry, 6) * field(geometry, 2);
}

/** Whether the patches lie in the image as in the columns: a filter of one tap at every pixel. */
function pointwise(geometry: usize): bool {
  return (
    field(geometry, 5) == 1 &&
    field(geometry, 6) == 1 &&
    field(geometry, 7) == 1 &&
    field(geometry, 8) == 1 &&
    field(geometry, 3) == field(geometry, 0) &&
    field(geometry, 4) == field(geometry, 1)
  );
}

/**
 * out [images, outHeight, outWidth, outChannels] = the convolution of x with the filter. `scratch` holds the columns of a group
 * and then what their product with the filter needs.
 */
export function convolve(
  x: usize,
  filter: usize,
  out: usize,
  images: i32,
  group: i32,
  outChannels: i32,
  geometry: usize,
  scratch: usize,
): void {
  const pixels = pixelsOf(geometry);
  const patch = patchOf(geometry);
  const asItLies = pointwise(geometry);
  const work = scratch + ((<usize>group * pixels * patch) << 2);
  for (let n = 0; n < images; n += group) {
    const count = min(group, images - n);
    const image = x + ((<usize>n * imageSize(geometry)) << 2);
    if (!asItLies) im2col(image, scratch, count, geometry);
    const to = out + ((<usize>n * pixels * outChannels) << 2);
    gemm(asItLies ? image : scratch, filter, to, count * pixels, outChannels, patch, false, false, 0, work);
  }
}

/** dx [images, inHeight, inWidth, channels]: back from dy through the same convolution. `scratch` as there. */
export function convolveInput(
  dy: usize,
  filter: usize,
  dx: usize,
  images: i32,
  group: i32,
  outChannels: i32,
  geometry: usize,
  scratch: usize,
): void {
  const pixels = pixelsOf(geometry);
  const patch = patchOf(geometry);
  const work = scratch + ((<usize>group * pixels * patch) << 2);
  memory.fill(dx, 0, (<usize>images * imageSize(geometry)) << 2);
  for (let n = 0; n < images; n += group) {
    const count = min(group, images - n);
    const from = dy + ((<usize>n * pixels * outChannels) << 2);
    gemm(from, filter, scratch, count * pixels, patch, outChannels, false, true, 0, work);
    col2im(scratch, dx + ((<usize>n * imageSize(geometry)) << 2), count, geometry);
  }
}
