import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fileStore } from '../../src/files/index.js';
import { temporaryPath } from '../../src/files/temporary-files.js';

/** What the disk does, and a log of what reaches it. */
const disk = {
  failAfter: Number.POSITIVE_INFINITY,
  folderError: '',
  log: [] as string[],
  modes: [] as number[],
};
const getBuiltin = process.getBuiltinModule.bind(process) as (name: string) => object;
const watched = watch(getBuiltin('node:fs/promises') as typeof import('node:fs/promises'));
vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
  name === 'node:fs/promises' ? watched : getBuiltin(name)) as typeof process.getBuiltinModule);

function watch(real: typeof import('node:fs/promises')) {
  const open = async (...given: Parameters<typeof real.open>) => {
    const file = await real.open(...given);
    const kind = (await file.stat()).isDirectory() ? 'folder' : 'file';
    if (kind === 'file') disk.modes.push((await file.stat()).mode & 0o7777);
    const { writeFile, sync } = { writeFile: file.writeFile.bind(file), sync: file.sync.bind(file) };
    file.writeFile = async (data) => {
      const bytes = data as Uint8Array;
      disk.modes.push((await file.stat()).mode & 0o7777);
      await writeFile(bytes.subarray(0, disk.failAfter));
      disk.log.push('write');
      if (bytes.length > disk.failAfter) {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
    };
    file.sync = async () => {
      await sync();
      disk.log.push(`sync ${kind}`);
      if (kind === 'folder' && disk.folderError !== '') {
        throw Object.assign(new Error(`${disk.folderError}: refused, fsync`), { code: disk.folderError });
      }
    };
    return file;
  };
  const rename: typeof real.rename = async (from, to) => {
    await real.rename(from, to);
    disk.log.push('rename');
  };
  return { ...real, open, rename };
}

const root = mkdtempSync(join(tmpdir(), 'latents-store-'));
let folder = root;
let path = root;
let count = 0;
beforeEach(() => {
  Object.assign(disk, { failAfter: Number.POSITIVE_INFINITY, folderError: '', log: [], modes: [] });
  folder = join(root, `${count++}`);
  mkdirSync(folder);
  path = join(folder, 'model.safetensors');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const old = Uint8Array.of(1, 2, 3);
const next = Uint8Array.of(4, 5);
const modeOf = (file: string) => statSync(file).mode & 0o7777;

describe('contents', () => {
  test('gives back what was written last, and undefined at first', async () => {
    const store = fileStore(path);
    expect(await store.read()).toBeUndefined();
    await store.write(old);
    await store.write(next);
    expect(await store.read()).toEqual(next);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('takes a relative path, which a later chdir does not change, and a file: URL', async () => {
    const before = process.cwd();
    const store = fileStore(relative(before, path));
    process.chdir(root);
    try {
      await store.write(old);
    } finally {
      process.chdir(before);
    }
    expect(await fileStore(pathToFileURL(path)).read()).toEqual(old);
    expect(await fileStore(pathToFileURL(path).href).read()).toEqual(old);
  });

  test('20 writers at once: the file is one of them, whole, and nothing else is left', async () => {
    const files = Array.from({ length: 20 }, (_, i) => new Uint8Array(100_000 + i).fill(i));
    await Promise.all(files.map((bytes) => fileStore(path).write(bytes)));
    const read = (await fileStore(path).read())!;
    expect(read).toEqual(files[read[0]!]);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('a base name of 255 bytes', async () => {
    const long = join(folder, `${'x'.repeat(243)}.safetensors`);
    await fileStore(long).write(old);
    await fileStore(long).write(next);
    expect(await fileStore(long).read()).toEqual(next);
  });
});

describe('power failure', () => {
  test('flushes the file before the rename and the folder after it', async () => {
    await fileStore(path).write(old);
    expect(disk.log).toEqual(['write', 'sync file', 'rename', 'sync folder']);
  });

  test.each(['EINVAL', 'ENOTSUP'])('a file system that cannot flush folders (%s) is no error', async (code) => {
    disk.folderError = code;
    await fileStore(path).write(old);
    expect(await fileStore(path).read()).toEqual(old);
  });

  test('another error of the flush is reported', async () => {
    disk.folderError = 'EIO';
    await expect(fileStore(path).write(old)).rejects.toThrow(/got EIO: refused/);
  });
});

describe('mode and links', () => {
  test.each([0o600, 0o640, 0o444, 0o666, 0o755])('keeps the mode %o of a file', async (mode) => {
    writeFileSync(path, old);
    chmodSync(path, mode);
    await fileStore(path).write(next);
    expect(modeOf(path)).toBe(mode);
    expect(await fileStore(path).read()).toEqual(next);
  });

  test('gives a new file the mode that the umask leaves', async () => {
    const mask = process.umask();
    await fileStore(path).write(old);
    expect(modeOf(path)).toBe(0o666 & ~mask);
  });

  test('the temporary file of a private file is private from its first moment', async () => {
    writeFileSync(path, old);
    chmodSync(path, 0o600);
    await fileStore(path).write(next);
    expect(disk.modes).toEqual([0o600, 0o600]);
  });

  test('writes to the file that a symbolic link names, in another folder, and keeps the link', async () => {
    mkdirSync(join(folder, 'far'));
    const target = join(folder, 'far', 'target.bin');
    writeFileSync(target, old, { mode: 0o600 });
    symlinkSync('far/target.bin', path);
    await fileStore(path).write(next);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect([...readFileSync(target)]).toEqual([...next]);
    expect(modeOf(target)).toBe(0o600);
    expect(readdirSync(join(folder, 'far'))).toEqual(['target.bin']);
  });

  test('makes the file that a chain of dangling links names', async () => {
    mkdirSync(join(folder, 'far'));
    symlinkSync('../last.bin', join(folder, 'far', 'middle'));
    symlinkSync('far/middle', path);
    await fileStore(path).write(next);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect([...readFileSync(join(folder, 'last.bin'))]).toEqual([...next]);
  });
});

describe('errors name the path, the reason and a way out, and leave the old file', () => {
  test.each([0, 1, 2])('a disk that is full after %i bytes', async (bytes) => {
    const store = fileStore(path);
    await store.write(old);
    disk.failAfter = bytes;
    const error = await store.write(Uint8Array.of(7, 8, 9)).then(String, (reason: NodeJS.ErrnoException) => reason);
    expect(error).toMatchObject({
      code: 'ENOSPC',
      message: `fileStore("${path}").write(bytes): expected to write 3 bytes, got ENOSPC: no space left on device. Free some space on the disk.`,
    });
    expect(await store.read()).toEqual(old);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('a folder in place of the file', async () => {
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), 'x');
    for (const action of [fileStore(path).write(old), fileStore(path).read()]) {
      await expect(action).rejects.toThrow(
        /^fileStore\(".*model\.safetensors"\)\..*got EISDIR: .*\. Choose the path of a file\.$/,
      );
    }
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  test('an empty folder in place of the file is not replaced', async () => {
    mkdirSync(path);
    await expect(fileStore(path).write(old)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('a folder that does not exist', async () => {
    const missing = fileStore(join(folder, 'none', 'a.bin'));
    await expect(missing.write(old)).rejects.toThrow(
      /none\/a\.bin"\)\.write.*got ENOENT: no such file or directory\. Create the folder first\.$/,
    );
    expect(await missing.read()).toBeUndefined();
  });

  test('a file in place of a folder', async () => {
    writeFileSync(path, old);
    const inside = fileStore(join(path, 'a.bin'));
    for (const action of [inside.write(old), inside.read()]) {
      await expect(action).rejects.toThrow(/got ENOTDIR: .*A part of the path is a file, not a folder\.$/);
    }
  });

  test('a name that is too long', async () => {
    for (const action of [
      fileStore(join(folder, 'x'.repeat(256))).write(old),
      fileStore(join(folder, 'x'.repeat(256))).read(),
    ]) {
      await expect(action).rejects.toThrow(/got ENAMETOOLONG: name too long\. Shorten the name\.$/);
    }
    const message = await fileStore(`/${'x'.repeat(1e5)}`)
      .write(old)
      .then(String, (error: Error) => error.message);
    expect(message.length).toBeLessThan(500);
  });

  test('links in a circle', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    await expect(fileStore(join(folder, 'a')).write(old)).rejects.toMatchObject({ code: 'ELOOP' });
  });

  // Never a real device: tests may run as root, and a store that is broken would replace it for the whole machine.
  test('a pipe is not replaced by a file', async () => {
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    await expect(fileStore(path).write(old)).rejects.toThrow(
      /got EINVAL: no regular file\. Choose the path of a regular file\.$/,
    );
    expect(statSync(path).isFIFO()).toBe(true);
  });

  test('a socket is not replaced by a file', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      await expect(fileStore(path).write(old)).rejects.toMatchObject({ code: 'EINVAL' });
      expect(statSync(path).isSocket()).toBe(true);
    } finally {
      server.close();
    }
  });

  test.each(['', undefined, 3, null])('the path %j', (given) => {
    expect(() => fileStore(given as string)).toThrow(
      /^fileStore\(path\): expected the path of a file, or its file: URL, got/,
    );
  });

  test('anything but bytes', async () => {
    await expect(fileStore(path).write('text' as never)).rejects.toThrow(
      /write\(bytes\): expected a Uint8Array, got "text"/,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('temporary files of killed runs', () => {
  /** Makes a temporary file of `target` as another writer would have left it. */
  function leave(change: { pid?: number; host?: string; age?: number; target?: string }): string {
    const { pid, host, age = 0, target = path } = change;
    const name = basename(temporaryPath(target)).split('-');
    if (pid !== undefined) name[3] = String(pid);
    if (host !== undefined) name[2] = host;
    const file = join(folder, name.join('-'));
    writeFileSync(file, 'left');
    const seconds = Date.now() / 1000 - age;
    utimesSync(file, seconds, seconds);
    return file;
  }
  const deadPid = spawnSync('true').pid;
  const livePid = process.ppid;
  const uptime = () => process.uptime();

  test('the name says target, host and process, and is short', () => {
    const name = basename(temporaryPath(join(folder, 'x'.repeat(255))));
    expect(name).toMatch(new RegExp(`^\\.latents-[0-9a-f]{16}-[0-9a-f]{16}-${process.pid}-[0-9a-f]{12}\\.tmp$`));
    expect(name.length).toBeLessThan(100);
  });

  test.each<[string, boolean, () => Parameters<typeof leave>[0]]>([
    ['of a dead process', true, () => ({ pid: deadPid })],
    ['of a process that lives', false, () => ({ pid: livePid })],
    ['of a process that lives, unchanged for more than a day', true, () => ({ pid: livePid, age: 86_500 })],
    ['of a process that lives, unchanged for less than a day', false, () => ({ pid: livePid, age: 86_300 })],
    ['of this process, younger than it', false, () => ({})],
    ['of an earlier process with the id of this one', true, () => ({ age: uptime() + 120 })],
    ['of another host', false, () => ({ pid: deadPid, host: '0123456789abcdef' })],
    [
      'of another host, unchanged for more than a day',
      true,
      () => ({ pid: deadPid, host: '0123456789abcdef', age: 86_500 }),
    ],
    ['of another target and a dead process', false, () => ({ pid: deadPid, target: `${path}2` })],
  ])('%s: removed is %s', async (_, removed, change) => {
    const file = leave(change());
    await fileStore(path).write(old);
    expect(existsSync(file)).toBe(!removed);
  });

  test('files and folders of other names stay', async () => {
    const names = [`${basename(leave({ pid: deadPid }))}.keep`, 'a.tmp', '.latents-x.tmp'];
    for (const name of names) writeFileSync(join(folder, name), '');
    const inner = basename(leave({ pid: deadPid }));
    rmSync(join(folder, inner));
    mkdirSync(join(folder, inner));
    await fileStore(path).write(old);
    expect(readdirSync(folder).sort()).toEqual([...names, inner, 'model.safetensors'].sort());
  });

  test('a run killed while it writes leaves the old file, and the next write removes its temporary file', async () => {
    await fileStore(path).write(old);
    const temporaries = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'));
    // A kill may fall between two writes.
    for (let kills = 0; temporaries().length === 0 && kills < 20; kills++) await killWriter(temporaries);
    expect(temporaries().length).toBe(1);
    const whole = (await fileStore(path).read())!;
    expect([old.length, 5e7]).toContain(whole.length);
    expect(whole[0]).toBe(whole.length === 5e7 ? 9 : 1);
    await fileStore(path).write(next);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });
});

/** Starts a process that writes 50 MB again and again, and kills it as soon as there are temporary files. */
async function killWriter(temporaries: () => string[]): Promise<void> {
  const program = `const { fileStore } = await import(${JSON.stringify(compiled('files/file-store'))});
    for (;;) await fileStore(${JSON.stringify(path)}).write(new Uint8Array(5e7).fill(9));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    await vi.waitUntil(() => temporaries().length > 0, { timeout: 20_000, interval: 1 });
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
}

/** Compiles a source file and what it imports to JavaScript, for a process of its own, and returns its URL. */
function compiled(name: string): string {
  const source = new URL(`../../src/${name}.ts`, import.meta.url);
  const output = join(root, 'compiled', `${name}.js`);
  if (!existsSync(output)) {
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(join(root, 'compiled', 'package.json'), '{"type":"module"}');
    writeFileSync(output, outputText);
    for (const [, path] of outputText.matchAll(/from '(\.[^']*)\.js'/g)) compiled(join(dirname(name), path!));
  }
  return pathToFileURL(output).href;
}

test('in an engine without files the error says what to use', () => {
  const spy = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  try {
    expect(() => fileStore('model.safetensors')).toThrow(/expected Node >= 20\.16.* In a page use browserStore\(key\)/);
  } finally {
    spy.mockImplementation(((name: string) =>
      name === 'node:fs/promises' ? watched : getBuiltin(name)) as typeof process.getBuiltinModule);
  }
});
