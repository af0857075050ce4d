import { Blob as NodeBlob } from 'node:buffer';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { bytesOf, type Source } from '../../src/files/index.js';

const abc = Uint8Array.of(97, 98, 99);
let server: Server;
let origin: string;
let endless = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/abc') response.end('abc');
    else if (request.url === '/page')
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>');
    else if (request.url === '/endless') {
      const timer = setInterval(() => response.write(new Uint8Array(1000)), 1);
      endless++;
      response.on('close', () => {
        endless--;
        clearInterval(timer);
      });
    } else if (request.url === '/cut') {
      response.setHeader('content-length', 100);
      response.write('abc', () => response.destroy());
    } else response.writeHead(404).end('nothing');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => vi.unstubAllGlobals());

describe('reads', () => {
  test('a Uint8Array as it is, without a copy', async () => {
    expect(await bytesOf(abc)).toBe(abc);
  });

  test.each<[string, () => Source]>([
    ['an ArrayBuffer', () => abc.slice().buffer],
    ['an ArrayBuffer of another realm', () => runInNewContext('Uint8Array.of(97, 98, 99).buffer') as ArrayBuffer],
    ['a Blob', () => new Blob([abc])],
    ['a Blob of node:buffer', () => new NodeBlob([abc]) as Blob],
    ['a File', () => new File([abc], 'abc.bin')],
    ['a Response', () => new Response(abc)],
    ['a data: URL', () => 'data:application/octet-stream;base64,YWJj'],
    ['a blob: URL', () => URL.createObjectURL(new Blob([abc]))],
    ['an http: URL', () => `${origin}/abc`],
    ['a URL object', () => new URL('/abc', origin)],
    ['a store', () => ({ read: async () => abc, write: async () => undefined })],
  ])('%s, with and without a limit', async (_, make) => {
    expect(await bytesOf(make())).toEqual(abc);
    expect(await bytesOf(make(), { maxBytes: 3 })).toEqual(abc);
    await expect(bytesOf(make(), { maxBytes: 2 })).rejects.toThrow(
      /^bytesOf\(source, \{ maxBytes \}\): expected at most 2 bytes, got 3/,
    );
  });

  test('an empty body', async () => {
    expect(await bytesOf(new Response(null), { maxBytes: 0 })).toEqual(new Uint8Array());
    expect(await bytesOf(new Response(new Uint8Array()), { maxBytes: 0 })).toEqual(new Uint8Array());
  });
});

describe('refuses', () => {
  test.each([
    [
      'a status',
      '/none',
      /expected a status of 200 to 299 from "http:.*\/none", got 404 Not Found\. Check the address/,
    ],
    ['a page of HTML', '/page', /expected a binary file from "http:.*\/page", got an HTML page/],
    ['a body that breaks off', '/cut', /expected the whole body from "http:.*\/cut", got ".+"\. Try again/],
  ])('%s, and names the URL', async (_, path, message) => {
    await expect(bytesOf(origin + path)).rejects.toThrow(message);
    await expect(bytesOf(origin + path, { maxBytes: 1000 })).rejects.toThrow(message);
    await expect(bytesOf(await fetch(origin + path))).rejects.toThrow(message);
  });

  test('a server that does not answer, with the reason', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(bytesOf(`http://127.0.0.1:${port}/model.safetensors`)).rejects.toThrow(
      /^bytesOf\(url\): expected an answer from "http:.*\/model\.safetensors", got "connect ECONNREFUSED 127.*"\. Check the address/,
    );
  });

  test('a status of a Response without URL', async () => {
    await expect(bytesOf(new Response('', { status: 500 }))).rejects.toThrow(
      /from "a Response without URL", got 500\. Check/,
    );
  });

  test('a Response whose body was read', async () => {
    const response = new Response(abc);
    await response.text();
    await expect(bytesOf(response)).rejects.toThrow(/expected a body that was not read yet.*response\.clone\(\)/);
  });

  test('a body without end, as soon as it exceeds the limit, and closes the connection', async () => {
    await expect(bytesOf(`${origin}/endless`, { maxBytes: 5000 })).rejects.toThrow(
      /at most 5000 bytes, got \d{4,5} or more/,
    );
    await vi.waitUntil(() => endless === 0, { timeout: 5000 });
  });

  test.each(['model.safetensors', '/models/a.safetensors', './a', '../a', '', 'C:\\models\\a', '//host/a'])(
    'the text %j, which is no absolute URL, with the ways round',
    async (text) => {
      await expect(bytesOf(text)).rejects.toThrow(TypeError);
      await expect(bytesOf(text)).rejects.toThrow(
        /expected an absolute URL, got ".*"\. For a file in Node pass fileStore\(path\), .*new URL\(path, location\.href\)/,
      );
    },
  );

  test.each([
    ['file:///models/a.safetensors', /cannot be fetched\. For a file in Node pass fileStore\(path\)\./],
    ['indexeddb://vae', /Pass browserStore\(key\)\./],
    ['ftp://host/a', /expected a URL of http:, https:, data:, blob:, got "ftp:\/\/host\/a"/],
  ])('%s, which cannot be fetched', async (url, message) => {
    await expect(bytesOf(url)).rejects.toThrow(message);
    await expect(bytesOf(new URL(url))).rejects.toThrow(message);
  });

  test('an empty store, and one that gives no bytes', async () => {
    const storeOf = (value: unknown) => ({ read: async () => value }) as never;
    await expect(bytesOf(storeOf(undefined))).rejects.toThrow(/expected a store that was written to, got an empty one/);
    await expect(bytesOf(storeOf('abc'))).rejects.toThrow(/to resolve to a Uint8Array or undefined, got "abc"/);
    await expect(bytesOf(storeOf(null))).rejects.toThrow(/got null/);
  });

  test.each([
    [undefined, 'got undefined'],
    [null, 'got null'],
    [1, 'got 1'],
    [{}, 'got a plain object'],
    [[1, 2], 'got an array of 2'],
    [Float32Array.of(1), 'got an object of type Float32Array'],
    [new Uint8ClampedArray(1), 'got an object of type Uint8ClampedArray'],
  ])('%j, and says what is accepted', async (source, message) => {
    await expect(bytesOf(source as never)).rejects.toThrow(TypeError);
    await expect(bytesOf(source as never)).rejects.toThrow(message);
    await expect(bytesOf(source as never)).rejects.toThrow(
      'Blob, File, Response, URL, absolute URL in a string, or a store',
    );
  });

  test.each([-1, 0.5, Number.NaN, '3'])('the limit %j', async (maxBytes) => {
    await expect(bytesOf(abc, { maxBytes: maxBytes as number })).rejects.toThrow(
      /expected an integer >= 0 or Infinity/,
    );
  });

  test('a text of a megabyte, in a short message', async () => {
    for (const text of ['x'.repeat(1e6), `http://127.0.0.1:1/${'x'.repeat(1e6)}`, `data:x${'y'.repeat(1e6)}`]) {
      const message = await bytesOf(text).then(String, (error: Error) => error.message);
      expect(message.length).toBeLessThan(500);
    }
  });
});

test('an aborted signal stops a download, before it and while the body is read, with the reason given', async () => {
  const reason = /^stopped by the user$/;
  const controller = new AbortController();
  const real = fetch;
  vi.stubGlobal('fetch', async (...given: Parameters<typeof fetch>) => {
    const response = await real(...given);
    setTimeout(() => controller.abort(new Error('stopped by the user')), 20);
    return response;
  });
  await expect(bytesOf(`${origin}/endless`, { signal: controller.signal })).rejects.toThrow(reason);
  await expect(bytesOf(`${origin}/abc`, { signal: controller.signal })).rejects.toThrow(reason);
  await vi.waitUntil(() => endless === 0, { timeout: 5000 });
});
