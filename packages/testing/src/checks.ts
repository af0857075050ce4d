import { describe, it } from 'vitest';

/** The checks of one member of a kind, by name. Each throws if the member is wrong. */
export type Checks = Readonly<Record<string, () => void | Promise<void>>>;

/** Registers one test for each check, under the name of the member. */
export function describeChecks(name: string, checks: Checks): void {
  describe(name, () => {
    for (const [what, check] of Object.entries(checks)) it(what, check);
  });
}

/**
 * Returns the names of the checks that throw. A test of a suite's power gives it a member that is wrong on purpose.
 *
 * @example
 * ```ts
 * expect(await failedChecks({ 'is positive': () => expect(-1).toBeGreaterThan(0) })).toEqual(['is positive']);
 * ```
 */
export async function failedChecks(checks: Checks): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}
