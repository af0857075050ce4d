/**
 * Names for found states: for each, the true state that it stands for, so that as many steps agree as can; those left over get the
 * numbers after the true ones.
 *
 * @param counts How often found state i and true state j met, `[found, truth]`.
 */
export function matchStates(counts: ArrayLike<number>, found: number, truth: number): number[] {
  let best = { agreed: -1, names: [] as number[] };
  const visit = (state: number, names: number[], agreed: number): void => {
    if (state === found) {
      if (agreed > best.agreed) best = { agreed, names };
      return;
    }
    for (let t = 0; t < truth; t++)
      if (!names.includes(t)) visit(state + 1, [...names, t], agreed + counts[state * truth + t]!);
    const spare = truth + names.filter((name) => name >= truth).length;
    // As many must be left over as there are too many.
    if (spare - truth < found - Math.min(found, truth)) visit(state + 1, [...names, spare], agreed);
  };
  visit(0, [], 0);
  return best.names;
}
