/** In what the axes count; everything else on the page is in nats. */
export type Unit = 'nats' | 'bits';

export const UNITS: readonly Unit[] = ['nats', 'bits'];

export function inUnit(nats: number, unit: Unit): number {
  return unit === 'nats' ? nats : nats / Math.LN2;
}

/** Measure of an axis: its label and its values, in the unit that the reader chose. */
export interface Measure {
  label(unit: Unit): string;
  value(measured: number, unit: Unit): number;
}

/** Information, measured in nats and shown in nats or bits per something. */
export function information(per: string): Measure {
  return { label: (unit) => `${unit} per ${per}`, value: inUnit };
}

/** Anything else, as a density, a count or a share, shown as it was measured. */
export function quantity(label: string): Measure {
  return { label: () => label, value: (measured) => measured };
}
