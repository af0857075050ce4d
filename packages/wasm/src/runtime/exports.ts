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
    start: number,
    scratch: number,
  ): void;
  gemmRegion(
    a: number,
    b: number,
    c: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    start: number,
    scratch: number,
    firstRow: number,
    endRow: number,
    firstColumn: number,
    endColumn: number,
  ): void;
  im2col(x: number, out: number, images: number, geometry: number): void;
  convolve(
    x: number,
    filter: number,
    out: number,
    images: number,
    group: number,
    outChannels: number,
    geometry: number,
    scratch: number,
  ): void;
  convolveInput(
    dy: number,
    filter: number,
    dx: number,
    images: number,
    group: number,
    outChannels: number,
    geometry: number,
    scratch: number,
  ): void;
  depthwiseFilterGradient(x: number, dy: number, out: number, images: number, geometry: number): void;
  depthwiseInputGradient(dy: number, filter: number, out: number, images: number, geometry: number): void;
  maxPoolGradient(x: number, dy: number, dx: number, images: number, geometry: number): void;
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
  sumOfSquares(x: number, size: number): number;
  copyRuns(source: number, from: number, target: number, to: number, rows: number, width: number): void;
  activate(activation: number, x: number, size: number): void;
  activationGradient(activation: number, dy: number, y: number, out: number, size: number): void;
  bernoulliLogProb(
    logits: number,
    targets: number,
    out: number,
    rows: number,
    width: number,
    period: number,
    first: number,
  ): void;
  bernoulliGradient(
    dy: number,
    logits: number,
    targets: number,
    out: number,
    rows: number,
    width: number,
    period: number,
    first: number,
  ): void;
  gaussianKl(
    mean: number,
    logVariance: number,
    priorMean: number,
    priorLogVariance: number,
    out: number,
    rows: number,
    width: number,
    period: number,
  ): void;
  gaussianKlGradient(
    dy: number,
    mean: number,
    logVariance: number,
    priorMean: number,
    priorLogVariance: number,
    dMean: number,
    dLogVariance: number,
    dPriorLogVariance: number,
    rows: number,
    width: number,
    period: number,
  ): void;
  gaussianSample(mean: number, logVariance: number, noise: number, out: number, size: number): void;
  gaussianSampleGradient(dy: number, logVariance: number, noise: number, out: number, size: number): void;
  logSumExp(x: number, out: number, rows: number, width: number): void;
  softmax(x: number, scale: number, out: number, rows: number, width: number): void;
  gruForward(x: number, hidden: number, h: number, gates: number, out: number, batch: number, units: number): void;
  gruBackward(
    dy: number,
    gates: number,
    hidden: number,
    h: number,
    dx: number,
    dHidden: number,
    dh: number,
    batch: number,
    units: number,
  ): void;
  random(
    normal: number,
    out: number,
    size: number,
    key0: number,
    key1: number,
    blockLow: number,
    blockHigh: number,
  ): void;
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
