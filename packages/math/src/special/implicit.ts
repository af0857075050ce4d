import { i0e, i1e } from './bessel.js';
import { integratePanels } from './gauss-legendre.js';
import { digamma } from './polygamma.js';

/** How many nats below its start an integrand is cut off. */
const NATS = 40;

/**
 * The derivative of log z by the shape a, at fixed probability, of z ~ Gamma(a, 1) given by its logarithm:
 * -(dP/da) / (z pdf(z)), where dP/da is the integral of (log t - digamma(a)) against the density up to z. For z <= 1 by the
 * power series of the integral; else by quadrature over t below z or above it, whichever side the integrand has one sign on, so
 * that nothing cancels. z itself may underflow.
 *
 * @see Figurnov, Mohamed & Mnih 2018, "Implicit reparameterization gradients", eq. 5
 */
export function logGammaShapeGradient(a: number, logZ: number): number {
  const gap = digamma(a) - logZ;
  const z = Math.exp(logZ);
  if (z <= 1) {
    let term = Math.exp(z);
    let sum = 0;
    for (let n = 0; n < 25; n++) {
      sum += term * (gap / (a + n) + 1 / (a + n) ** 2);
      term *= -z / (n + 1);
    }
    return sum;
  }
  const sign = gap >= 0 ? 1 : -1;
  // In u = |log(t / z)|: the logarithm of t pdf(t) / (z pdf(z)), concave and falling.
  const exponent = (u: number) => -sign * a * u - z * Math.expm1(-sign * u);
  let high = 1 / Math.sqrt(z);
  while (exponent(high) > -NATS) high *= 1.5;
  return integratePanels((u) => (sign * gap + u) * Math.exp(exponent(u)), 0, high, 2);
}

/**
 * The derivative of z by the concentration, at fixed probability, of an angle z in [-pi, pi] of VonMises(0, concentration):
 * the integral of (A - cos t) against the density relative to that at z, from 0 to z, or from z to pi with the other sign,
 * wherever the integrand has one sign. A = I_1 / I_0 is the mean of cos t.
 */
export function vonMisesConcentrationGradient(concentration: number, z: number): number {
  const k = concentration;
  const mean = i1e(k) / i0e(k);
  const size = Math.min(Math.abs(z), Math.PI);
  const cosine = Math.cos(size);
  const f = (t: number) => (mean - Math.cos(t)) * Math.exp(k * (Math.cos(t) - cosine));
  if (cosine >= mean) return Math.sign(z) * integratePanels(f, 0, size, 2);
  // Beyond z the density falls at least as fast as the parabola; past NATS nothing is left.
  const slope = Math.max(k * Math.sin(size), 1e-300);
  const high = Math.min(Math.PI, size + NATS / Math.max(slope, Math.sqrt(k)));
  return -Math.sign(z) * integratePanels(f, size, high, 4);
}
