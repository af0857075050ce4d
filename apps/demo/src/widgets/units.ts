/** In what the axes count; everything else on the page is in nats. */
export type Unit = 'nats' | 'bits';

export const UNITS: readonly Unit[] = ['nats', 'bits'];

export function inUnit(nats: number, unit: Unit): number {
  return unit === 'nats' ? nats : nats / Math.LN2;
}
