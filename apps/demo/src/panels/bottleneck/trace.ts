import {
  type Bottleneck,
  bottleneckCurve,
  criticalBeta,
  entropy,
  informationBottleneck,
  mutualInformation,
} from '@latents/infotheory/tables';
import { createRng, type NdArray } from '@latents/math';
import type { TraceReport } from './messages.js';

/** Betas on the curve, from a little below the onset to where there is little left to gain. */
export const POINTS = 48;
const [LOWEST, HIGHEST] = [0.85, 25];
/** While annealing, a picture is wanted soon. The finished curve is exact, but for sources whose codewords hardly differ. */
const QUICK = { tolerance: 1e-7, maxIterations: 1000 };
const EXACT = { tolerance: 1e-9, maxIterations: 6000 };

/**
 * The whole curve of a source, in the order in which it is to be shown: annealed downwards from one codeword a symbol, point by point;
 * then traced both ways until no code contradicts another; then the hard codes.
 *
 * @throws RangeError for a table that is no joint distribution, or has an empty row.
 */
export function* trace(joint: NdArray): Generator<TraceReport> {
  const { onset, instability } = criticalBeta(joint);
  const information = Math.max(0, mutualInformation(joint));
  // Without information there is no critical beta, and any betas show as much.
  const base = Number.isFinite(onset) ? onset : 1;
  const low = LOWEST * base;
  const betas = Array.from({ length: POINTS }, (_, i) => low * (HIGHEST / LOWEST) ** (i / (POINTS - 1)));
  yield { kind: 'facts', information, entropy: entropy(joint, [0]), onset, instability, betas };
  const rng = createRng(0);
  let above: Bottleneck | undefined;
  for (let at = POINTS - 1; at >= 0; at--) {
    const start = above?.encoder ?? oneToOne(joint.shape[0]!);
    above = informationBottleneck(joint, { beta: betas[at]!, start, rng, ...QUICK });
    yield { kind: 'annealed', at, code: above };
  }
  const { codes, transitions, contradiction } = bottleneckCurve(joint, { betas, rng, ...EXACT });
  yield { kind: 'finished', codes, transitions, contradiction };
  yield { kind: 'hard', codes: bottleneckCurve(joint, { betas, alpha: 0, rng }).codes };
}

function oneToOne(n: number): NdArray<Float64Array> {
  return { shape: [n, n], data: Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0)) };
}
