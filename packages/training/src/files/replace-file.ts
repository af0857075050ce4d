import { builtin } from './builtin.js';
import { removeStaleTemporaries, temporaryPath } from './temporary-files.js';

/**
 * Replaces a file as a whole or not at all, also if the process is killed or the power fails: writes a temporary file in the
 * same folder, flushes it to the disk, renames it, and flushes the folder. The mode of an existing file is kept. A symbolic
 * link is followed, a dangling one too.
 *
 * @param path Absolute path.
 * @param bytes New contents.
 * @throws Error of the file system. Unless only the folder's flush failed, the old file is as it was.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const { open, rename, rm } = builtin('node:fs/promises');
  const target = await targetOf(path);
  const mode = await modeOf(target);
  await removeStaleTemporaries(target);
  const temporary = temporaryPath(target);
  try {
    // 'wx' never opens a file that exists. The mode is set twice, as the first one is masked.
    const file = await open(temporary, 'wx', mode ?? 0o666);
    try {
      if (mode !== undefined) await file.chmod(mode);
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(builtin('node:path').dirname(target));
}

/** The file that a path leads to through symbolic links, whether it exists or not. */
async function targetOf(path: string): Promise<string> {
  const { readlink, realpath } = builtin('node:fs/promises');
  const { dirname, resolve } = builtin('node:path');
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const folder = await realpath(dirname(path));
  const link = await readlink(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  return link === undefined ? path : targetOf(resolve(folder, link));
}

/** The permission bits of a file, or undefined if it does not exist. */
async function modeOf(target: string): Promise<number | undefined> {
  const found = await builtin('node:fs/promises')
    .stat(target)
    .catch((error) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
  if (found === undefined) return undefined;
  if (found.isDirectory()) throw Object.assign(new Error('EISDIR: a folder'), { code: 'EISDIR' });
  // A rename would replace a device, pipe or socket, such as /dev/null, by a file.
  if (!found.isFile()) throw Object.assign(new Error('EINVAL: no regular file'), { code: 'EINVAL' });
  return found.mode & 0o7777;
}

/** Makes a rename survive a power failure. Windows cannot flush folders, and some file systems refuse. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await builtin('node:fs/promises').open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
