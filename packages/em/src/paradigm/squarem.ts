/**
 * The extrapolated point of SQUAREM (scheme S3) from three successive EM iterates; undefined if the steps do not change or
 * hold infinities (a probability that is exactly 0).
 *
 * @see Varadhan & Roland 2008, section 3
 */
export function squaremPoint(p0: Float64Array, p1: Float64Array, p2: Float64Array): Float64Array | undefined {
  let rr = 0;
  let vv = 0;
  for (let i = 0; i < p0.length; i++) {
    const r = p1[i]! - p0[i]!;
    const v = p2[i]! - p1[i]! - r;
    rr += r * r;
    vv += v * v;
  }
  if (!(rr > 0 && vv > 0 && Number.isFinite(rr + vv))) return undefined;
  const alpha = Math.min(-1, -Math.sqrt(rr / vv));
  return p0.map((p, i) => {
    const r = p1[i]! - p;
    return p - 2 * alpha * r + alpha * alpha * (p2[i]! - p1[i]! - r);
  });
}
