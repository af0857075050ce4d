import { FLOW_KINDS, type FlowKind } from './flow-layers.js';

/**
 * A flow by its number of layers. With a `context` each x has its own flow: a network with the encoder's hidden layers makes that many
 * numbers of x, which each layer is given.
 */
export type FlowOption = { readonly context?: number } & (
  | { readonly realNvp: number }
  | { readonly inverseAutoregressive: number }
  | { readonly planar: number }
);

/** A flow by its kind. */
export interface Flow {
  readonly kind: FlowKind;
  readonly layers: number;
  /** Size of the context, or 0 for none. */
  readonly contextDim: number;
}

/**
 * Returns the flow of a posterior, or undefined for a normal one.
 *
 * @param where The call and the option, for the message.
 * @throws RangeError for an unknown posterior, sizes that are not positive integers, or z of one dimension for Real NVP.
 */
export function flowOf(
  where: string,
  posterior: 'diagonal' | 'full' | FlowOption,
  latentDim: number,
): Flow | undefined {
  if (posterior === 'diagonal' || posterior === 'full') return undefined;
  const { context, ...rest } = (typeof posterior === 'object' ? posterior : undefined) ?? ({} as FlowOption);
  const [[name, layers] = [], ...more] = Object.entries(rest);
  const kind = FLOW_KINDS.find((known) => known === name);
  const counts = [layers, ...(context === undefined ? [] : [context])];
  if (!kind || more.length > 0 || counts.some((n) => !Number.isSafeInteger(n) || n! < 1)) {
    throw new RangeError(
      `${where}: expected 'diagonal', 'full', { realNvp: layers }, { inverseAutoregressive: layers } or { planar: layers }, the last three with or without a context: size, got ${JSON.stringify(posterior)}.`,
    );
  }
  if (kind === 'realNvp' && latentDim < 2) {
    throw new RangeError(`${where}: expected a latentDim of 2 or more for Real NVP, which has two halves, got 1.`);
  }
  return { kind, layers: layers!, contextDim: context ?? 0 };
}
