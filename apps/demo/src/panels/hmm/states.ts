/** Colours far apart, of those that points have elsewhere. */
const COLOURS = [3, 9, 1, 6, 8] as const;

export function stateColour(name: number): string {
  return `var(--digit-${COLOURS[name % COLOURS.length]!})`;
}

export function stateName(name: number): string {
  return 'ABCDE'[name]!;
}
