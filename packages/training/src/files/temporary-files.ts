import { builtin } from './builtin.js';

/** Milliseconds without a change after which a temporary file is stale, whoever made it. */
const ONE_DAY = 24 * 60 * 60 * 1000;
/** Tolerance in milliseconds between the clocks of this machine and of a file server. */
const CLOCK_SKEW = 60_000;

/**
 * Returns a new path for a temporary file in the folder of `target`. The name is short, so that `target` may use the whole
 * length that the file system allows, and it says who writes: target, host and process.
 *
 * @param target Absolute path of the file that is to be replaced.
 */
export function temporaryPath(target: string): string {
  const { dirname, join } = builtin('node:path');
  const random = builtin('node:crypto').randomBytes(6).toString('hex');
  const name = `${prefixOf(target)}${digest(builtin('node:os').hostname())}-${process.pid}-${random}.tmp`;
  return join(dirname(target), name);
}

/**
 * Removes what killed runs left of their writes to `target`: temporary files of a process of this host that no longer lives,
 * and those that nobody has changed for a day. A file that cannot be removed stays.
 *
 * @param target Absolute path of the file that is to be replaced.
 */
export async function removeStaleTemporaries(target: string): Promise<void> {
  const { readdir, rm, stat } = builtin('node:fs/promises');
  const { dirname, join } = builtin('node:path');
  const prefix = prefixOf(target);
  const folder = dirname(target);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    const [host, pid] = name.slice(prefix.length).split('-');
    if (found?.isFile() && isStale(host, Number(pid), found.mtimeMs)) {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

function isStale(host: string | undefined, pid: number, modified: number): boolean {
  if (Date.now() - modified > ONE_DAY) return true;
  // Processes of another host, or of another container on the same folder, cannot be asked.
  if (host !== digest(builtin('node:os').hostname())) return false;
  // A container often gives every run the same process id: a file older than this process is then another's.
  if (pid === process.pid) return modified + CLOCK_SKEW < Date.now() - 1000 * process.uptime();
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 sends nothing.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function prefixOf(target: string): string {
  return `.latents-${digest(builtin('node:path').basename(target))}-`;
}

function digest(text: string): string {
  return builtin('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 16);
}
