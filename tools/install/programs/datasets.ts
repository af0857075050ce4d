import { parseIdx, splitRows } from '@latents/datasets';
import { parseCsv } from '@latents/datasets/csv';
import { correlatedGaussian } from '@latents/datasets/synthetic';
import { createRng } from '@latents/math';

const rng = createRng(0);
const { x } = correlatedGaussian({ dim: 2, correlation: 0.8 }).sample(100, rng);
const { train, validation } = splitRows(x, { validation: 20, rng });
if (train.shape[0] !== 80 || validation.shape[0] !== 20) throw new Error('expected 80 and 20 rows');
if (parseCsv('a,b\n1,2\n3,4').columns.join() !== 'a,b') throw new Error('expected columns a and b');
const idx = await parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9));
if (idx.data[1] !== 9) throw new Error('expected 9');
