import type { BackendCase } from '../backend-case.js';
import { BIJECTOR_CASES } from './bijectors.js';
import { DIVERGENCE_CASES } from './divergences.js';
import { FAMILY_CASES } from './families.js';
import { GAN_CASES } from './gans.js';
import { INFORMATION_CASES } from './information.js';
import { NETWORK_CASES } from './networks.js';
import { SEQUENCE_CASES } from './sequences.js';
import { TRAINING_CASES } from './training.js';
import { VAE_CASES } from './vaes.js';

/** The cases that run on every backend, in the order of the table. */
export const CASES: readonly BackendCase[] = [
  ...FAMILY_CASES,
  ...DIVERGENCE_CASES,
  ...BIJECTOR_CASES,
  ...NETWORK_CASES,
  ...VAE_CASES,
  ...GAN_CASES,
  ...SEQUENCE_CASES,
  ...INFORMATION_CASES,
  ...TRAINING_CASES,
];
