/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What a CSS colour (a variable, say) comes to at this element under the present theme. */
export function resolveColour(at: HTMLElement, css: string): string {
  const kept = at.style.color;
  at.style.color = css;
  const resolved = getComputedStyle(at).color;
  at.style.color = kept;
  return resolved;
}

export function resolveRgb(at: HTMLElement, css: string): Rgb {
  const parts =
    resolveColour(at, css)
      .match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}
