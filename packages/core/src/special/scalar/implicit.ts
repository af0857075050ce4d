import { i0e, i1e } from './bessel.js';
import { digamma } from './polygamma.js';

const NODES = [
  0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
];
const WEIGHTS = [
  0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767, 0.1246289712555339,
  0.0951585116824928, 0.0622535239386479, 0.0271524594117541,
];

/** The integral of f from low to high by 16-point Gauss-Legendre on `panels` equal pieces. */
function integratePanels(f: (x: number) => number, low: number, high: number, panels: number): number {
  const half = (high - low) / (2 * panels);
  let sum = 0;
  for (let p = 0; p < panels; p++) {
    const middle = low + (2 * p + 1) * half;
    for (let i = 0; i < NODES.length; i++) {
      sum += WEIGHTS[i]! * (f(middle - half * NODES[i]!) + f(middle + half * NODES[i]!));
    }
  }
  return sum * half;
}

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
