// Copies the checkout, for checks that change sources.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceFolders } from './folders.mjs';
import { ROOT } from './turbo.mjs';

/**
 * Copies the files that git knows or would add to a new temporary folder, uncommitted changes included.
 * Links in the node_modules of a package are relative, so siblings resolve inside the copy.
 *
 * @returns the absolute path of the copy
 */
export function copyOfWorkspace() {
  const copy = mkdtempSync(join(tmpdir(), 'latents-workspace-'));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const file of files.toString().split('\0')) {
    // A file that was deleted and not yet committed is listed too.
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(copy, file), { force: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const folder of workspaceFolders()) {
    const modules = join(folder, 'node_modules');
    cpSync(join(ROOT, modules), join(copy, modules), { recursive: true, verbatimSymlinks: true });
  }
  return copy;
}

/**
 * Changes a file while `action` runs.
 *
 * @param path - the file
 * @param edit - returns the new text of the file
 * @param action - runs while the file is changed
 * @returns what `action` returns
 * @throws Error if `edit` changes nothing
 */
export function edited(path, edit, action) {
  const before = readFileSync(path, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`edited(${path}): expected an edit that changes the file, got the same text.`);
  writeFileSync(path, after);
  try {
    return action();
  } finally {
    writeFileSync(path, before);
  }
}
