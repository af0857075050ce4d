/**
 * Nats as bits, for display alone: everything here takes and gives nats.
 *
 * @example
 * ```ts
 * import { toBits } from '@latents/infotheory/tables';
 *
 * toBits(Math.log(8)); // => 3
 * ```
 */
export function toBits(nats: number): number {
  return nats / Math.LN2;
}
