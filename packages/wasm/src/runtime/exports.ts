/** The functions of the second module (assembly/index.ts). Pointers are byte offsets into the backend's memory. */
export interface Exports {
  gemmScratch(m: number, k: number): number;
  gemm(
    a: number,
    b: number,
    c: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    accumulate: number,
    scratch: number,
  ): void;
  im2col(x: number, out: number, images: number, geometry: number): void;
  col2im(columns: number, out: number, images: number, geometry: number): void;
  depthwiseFilterGradient(x: number, dy: number, out: number, images: number, geometry: number): void;
  depthwiseInputGradient(dy: number, filter: number, out: number, images: number, geometry: number): void;
  segmentSum(x: number, ids: number, out: number, rows: number, width: number, segments: number): void;
  addBias(x: number, bias: number, out: number, rows: number, width: number): void;
  binary(
    op: number,
    a: number,
    rowA: number,
    stepA: number,
    b: number,
    rowB: number,
    stepB: number,
    out: number,
    rows: number,
    width: number,
  ): void;
  unary(op: number, x: number, out: number, size: number, alpha: number): void;
  sumMiddle(x: number, out: number, outer: number, length: number, inner: number, scale: number): void;
  adam(
    value: number,
    gradient: number,
    m: number,
    v: number,
    size: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    rate: number,
    scale: number,
    epsilon: number,
    decay: number,
  ): void;
  momentum(
    value: number,
    gradient: number,
    velocity: number,
    size: number,
    rate: number,
    momentum: number,
    nesterov: number,
  ): void;
}
