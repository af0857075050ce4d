/** Returns the weight lambda of each code's information in what G moves, checked. */
export function codeWeights(
  lambda: number | Readonly<Record<string, number>>,
  names: readonly string[],
): Readonly<Record<string, number>> {
  const given = typeof lambda === 'number' ? Object.fromEntries(names.map((name) => [name, lambda])) : lambda;
  for (const [name, weight] of Object.entries(given)) {
    if (!names.includes(name)) {
      throw new RangeError(
        `infoGan.players({ lambda }): expected weights of ${names.join(', ')}, got one of '${name}'.`,
      );
    }
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `infoGan.players({ lambda }): expected finite numbers >= 0, got ${weight} for '${name}'. A negative one would hide the code.`,
      );
    }
  }
  return Object.fromEntries(names.map((name) => [name, given[name] ?? 0]));
}
