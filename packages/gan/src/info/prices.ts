/** What a nat of each code is worth to G, checked. */
export function pricesOf(
  lambda: number | Readonly<Record<string, number>>,
  names: readonly string[],
): Readonly<Record<string, number>> {
  const prices = typeof lambda === 'number' ? Object.fromEntries(names.map((name) => [name, lambda])) : lambda;
  for (const [name, price] of Object.entries(prices)) {
    if (!names.includes(name)) {
      throw new RangeError(
        `infoGan.players({ lambda }): expected prices of ${names.join(', ')}, got one of '${name}'.`,
      );
    }
    if (!(price >= 0 && price < Infinity)) {
      throw new RangeError(
        `infoGan.players({ lambda }): expected finite numbers >= 0, got ${price} for '${name}'. A negative one would hide the code.`,
      );
    }
  }
  return prices;
}
