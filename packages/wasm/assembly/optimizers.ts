// One pass over a parameter, its gradient and its moments. Arithmetic is written without fused multiply-add, so that both
// builds give the same numbers; a vector and its scalar remainder round alike.

/**
 * Adam: m = beta1 m + rest1 g; v = beta2 v + rest2 g^2; value = decay value - rate m / (sqrt(v) scale + epsilon).
 * The caller puts the bias corrections into `rate` and `scale`; `decay` is 1 - (learning rate)(weight decay).
 */
export function adam(
  value: usize,
  gradient: usize,
  m: usize,
  v: usize,
  size: i32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  scale: f32,
  epsilon: f32,
  decay: f32,
): void {
  const vBeta1 = f32x4.splat(beta1);
  const vBeta2 = f32x4.splat(beta2);
  const vRest1 = f32x4.splat(rest1);
  const vRest2 = f32x4.splat(rest2);
  const vRate = f32x4.splat(rate);
  const vScale = f32x4.splat(scale);
  const vEpsilon = f32x4.splat(epsilon);
  const vDecay = f32x4.splat(decay);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const at = (<usize>i) << 2;
    const g = v128.load(gradient + at);
    const first = f32x4.add(f32x4.mul(vBeta1, v128.load(m + at)), f32x4.mul(vRest1, g));
    const second = f32x4.add(f32x4.mul(vBeta2, v128.load(v + at)), f32x4.mul(vRest2, f32x4.mul(g, g)));
    v128.store(m + at, first);
    v128.store(v + at, second);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(second), vScale), vEpsilon);
    const step = f32x4.div(f32x4.mul(vRate, first), root);
    v128.store(value + at, f32x4.sub(f32x4.mul(vDecay, v128.load(value + at)), step));
  }
  for (; i < size; i++) {
    const at = (<usize>i) << 2;
    const g = load<f32>(gradient + at);
    const first = beta1 * load<f32>(m + at) + rest1 * g;
    const second = beta2 * load<f32>(v + at) + rest2 * (g * g);
    store<f32>(m + at, first);
    store<f32>(v + at, second);
    const root = sqrt<f32>(second) * scale + epsilon;
    store<f32>(value + at, decay * load<f32>(value + at) - (rate * first) / root);
  }
}

/** velocity = momentum velocity + g; value -= rate velocity, or rate (g + momentum velocity) with Nesterov's look-ahead. */
export function momentum(
  value: usize,
  gradient: usize,
  velocity: usize,
  size: i32,
  rate: f32,
  momentum: f32,
  nesterov: bool,
): void {
  const vRate = f32x4.splat(rate);
  const vMomentum = f32x4.splat(momentum);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const at = (<usize>i) << 2;
    const g = v128.load(gradient + at);
    const speed = f32x4.add(f32x4.mul(vMomentum, v128.load(velocity + at)), g);
    v128.store(velocity + at, speed);
    const step = nesterov ? f32x4.add(g, f32x4.mul(vMomentum, speed)) : speed;
    v128.store(value + at, f32x4.sub(v128.load(value + at), f32x4.mul(vRate, step)));
  }
  for (; i < size; i++) {
    const at = (<usize>i) << 2;
    const g = load<f32>(gradient + at);
    const speed = momentum * load<f32>(velocity + at) + g;
    store<f32>(velocity + at, speed);
    const step = nesterov ? g + momentum * speed : speed;
    store<f32>(value + at, load<f32>(value + at) - rate * step);
  }
}
