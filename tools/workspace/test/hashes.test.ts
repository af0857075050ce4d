import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyOfWorkspace, edited } from '../copy.mjs';
import { turbo } from '../turbo.mjs';

interface Task {
  readonly taskId: string;
  readonly package: string;
  readonly hash: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
}

interface Plan {
  readonly tasks: readonly Task[];
  readonly globalCacheInputs: { readonly files: Readonly<Record<string, string>> };
}

const copy = copyOfWorkspace();
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Returns the tasks that turbo would run in the copy, with their hashes and what they are made of. */
function planned(): Plan {
  const args = ['run', 'build', 'package', 'site', '--dry=json', '--cwd', copy];
  const { stdout, stderr } = turbo(args, { maxBuffer: 1e9 });
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return JSON.parse(stdout) as Plan;
}

/** Returns a task of the plan by its name. */
function task({ tasks }: Plan, id: string): Task {
  const found = tasks.find(({ taskId }) => taskId === id);
  if (found === undefined)
    throw new Error(`expected a task ${id}, got ${tasks.map(({ taskId }) => taskId).join(', ')}`);
  return found;
}

describe('hashes of tasks', () => {
  let plan: Plan;
  beforeAll(() => {
    plan = planned();
  });

  test('change with a source of math in every package that stands on math', () => {
    const after = edited(join(copy, 'packages/math/src/index.ts'), (text) => `${text}\n`, planned);
    const same = plan.tasks.filter((task, i) => after.tasks[i]?.hash === task.hash);
    // Pictures stands on no other package of the workspace.
    expect([...new Set(same.map((task) => task.package))]).toEqual(['@latents/pictures']);
  });

  test('of the API site change with its guides, each README and the sources of each package', () => {
    const site = task(plan, '@latents/docs#site');
    const { entryPoints } = JSON.parse(readFileSync(join(copy, 'docs/typedoc.json'), 'utf8')) as {
      readonly entryPoints: readonly string[];
    };
    const readmes = ['../README.md', ...entryPoints.map((folder) => join(folder, 'README.md'))];
    expect(Object.keys(site.inputs)).toEqual(
      expect.arrayContaining([...readmes, 'guides/gans.md', 'theory.md', 'typedoc.json']),
    );
    const sources = entryPoints.map((folder) => `@latents/${basename(folder)}#transit`);
    expect(task(plan, '@latents/docs#transit').dependencies).toEqual(expect.arrayContaining(sources));
  });

  test('change with the options of the compiler', () => {
    expect(plan.globalCacheInputs.files).toHaveProperty(['tsconfig.base.json']);
    expect(plan.globalCacheInputs.files).toHaveProperty(['tsconfig.build.json']);
  });
});
