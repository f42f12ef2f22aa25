import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Api } from '@pack324a/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, REGION, type TestHost, testHost } from './support.ts';

const MIB = 1024 * 1024;
const PATH = `/demo/${REGION}/echo`;

/** A promise, and what settles it. */
function deferred<T = void>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

let host: TestHost;
let url: string;
let port: number;

async function start(api?: Api): Promise<void> {
  host = await testHost(api === undefined ? {} : { api });
  ({ url, port } = await listen(host));
}

afterEach(() => host.app.close());

function head(lines: readonly string[]): string {
  return [`POST ${PATH} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
}

/** All that a connection receives until it has an answer with its whole body, or ends. */
async function answerOn(socket: Socket): Promise<{ readonly text: string; readonly reset: boolean }> {
  let text = '';
  let reset = false;
  const done = deferred();
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text += part;
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    const body = text.split('\r\n\r\n')[1];
    if (length !== undefined && body !== undefined && Buffer.byteLength(body) >= Number(length)) done.resolve();
  });
  socket.on('error', () => {
    reset = true;
  });
  socket.on('close', () => done.resolve());
  await done.promise;
  return { text, reset };
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

describe('a body of 5 MiB', () => {
  beforeEach(() => start());

  it.each(['keep-alive', 'close'])('is refused with an answer, not a broken connection, on a connection to %s', async (connection) => {
    const socket = await open();
    const answer = answerOn(socket);
    socket.write(head([`Content-Length: ${5 * MIB}`, `Connection: ${connection}`]));
    for (let sent = 0; sent < 5; sent += 1) {
      if (!socket.write(Buffer.alloc(MIB, 'x'))) await once(socket, 'drain');
    }
    const { text, reset } = await answer;
    expect(reset).toBe(false);
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"INVALID_ARGUMENT"');
    socket.destroy();
  });

  it('is refused in the same way by fetch, at its full length or in chunks', async () => {
    const stream = () =>
      new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < 5; sent += 1) controller.enqueue(new Uint8Array(MIB).fill(120));
          controller.close();
        },
      });
    for (const body of [Buffer.alloc(5 * MIB, 'x'), stream()]) {
      const response = await fetch(`${url}${PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        duplex: 'half',
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT', details: { expected: 'at most 1 MiB' } } });
    }
  });

  it('that is not said to be JSON is refused before it is read', async () => {
    const response = await fetch(`${url}${PATH}`, { method: 'POST', body: Buffer.alloc(5 * MIB, 'x') });
    expect(response.status).toBe(400);
  });
});

describe('a body that never ends', () => {
  beforeEach(() => start());

  it('is cut off after 16 MiB', async () => {
    const socket = await open();
    const answer = answerOn(socket);
    socket.write(head(['Transfer-Encoding: chunked']));
    const chunk = Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), Buffer.alloc(MIB, 'x'), Buffer.from('\r\n')]);
    let sent = 0;
    while (!socket.destroyed && sent < 200) {
      sent += 1;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
    }
    await answer;
    expect(sent).toBeLessThan(200);
    socket.destroy();
  });

  it('is not waited for when it is said to be a gigabyte', async () => {
    const socket = await open();
    socket.write(head([`Content-Length: ${1024 * MIB}`]));
    expect((await answerOn(socket)).text).toMatch(/^HTTP\/1.1 400 /);
    socket.destroy();
  });
});

describe('a length that is not true', () => {
  beforeEach(() => start());

  it.each([
    ['shorter than the body', 'Content-Length: 5', '{"data":null}'],
    ['no number', 'Content-Length: x', '{"data":null}'],
    ['negative', 'Content-Length: -1', '{"data":null}'],
    ['given twice', 'Content-Length: 13\r\nContent-Length: 14', '{"data":null}'],
    ['given beside chunks', 'Content-Length: 13\r\nTransfer-Encoding: chunked', '{"data":null}'],
    ['of a broken chunk', 'Transfer-Encoding: chunked', 'zz\r\n{"data":null}\r\n0\r\n\r\n'],
  ])('%s is refused', async (_what, lengthLine, body) => {
    const socket = await open();
    socket.write(head([lengthLine]) + body);
    const { text } = await answerOn(socket);
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"INVALID_ARGUMENT"');
    expect(host.asked).toEqual([]);
    socket.destroy();
  });

  it('longer than the body is refused when the client has no more to send', async () => {
    const socket = await open();
    socket.end(`${head(['Content-Length: 100'])}{"data":null}`);
    expect((await answerOn(socket)).text).toMatch(/^HTTP\/1.1 400 /);
  });

  it('does no harm when the client goes away', async () => {
    const socket = await open();
    socket.write(`${head(['Content-Length: 100'])}{"data":null}`);
    socket.resetAndDestroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(host.logged()).not.toContain('request failed');
    expect(host.asked).toEqual([]);
  });
});

describe('a request that does not arrive in time', () => {
  beforeEach(() => start());

  it('is told so, and a connection on which nothing was asked is closed without a word', async () => {
    const sockets: Socket[] = [];
    host.app.server.on('connection', (socket: Socket) => sockets.push(socket));
    const [idle, headless, bodiless] = [await open(), await open(), await open()];
    const answers = [idle, headless, bodiless].map(answerOn);
    headless.write(`POST ${PATH} HTTP/1.1\r\nHost:`);
    bodiless.write(`${head(['Content-Length: 100'])}{"data":`);
    await vi.waitFor(() => expect(sockets.filter(({ bytesRead }) => bytesRead > 0)).toHaveLength(2));
    // The host looks at its connections every few seconds; from now on nothing may take longer than that.
    Object.assign(host.app.server, { headersTimeout: 1, requestTimeout: 1 });
    const [nothing, ...told] = await Promise.all(answers);
    expect(nothing).toEqual({ text: '', reset: false });
    for (const { text, reset } of told) {
      expect(reset).toBe(false);
      expect(text).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
      expect(text).toContain('"INVALID_ARGUMENT"');
    }
    for (const socket of [headless, bodiless]) socket.destroy();
  });
});

describe('closing the host', () => {
  it('answers requests in flight, refuses new ones, and waits for no connection on which nothing is asked', async () => {
    const arrived = deferred();
    const release = deferred();
    await start({
      async call() {
        arrived.resolve();
        await release.promise;
        return 'answered';
      },
    });
    const [early, silent] = [await open(), await open()];
    const inFlight = fetch(`${url}${PATH}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"data":null}' });
    await arrived.promise;

    const closed = host.app.close();
    await vi.waitFor(() => expect(host.app.server.listening).toBe(false));
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    early.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const { text } = await answerOn(early);
    expect(text).toMatch(/^HTTP\/1.1 503 /);
    expect(text).toContain('"UNAVAILABLE"');
    expect(silent.destroyed).toBe(false);

    release.resolve();
    const response = await inFlight;
    expect([response.status, await response.json()]).toEqual([200, { result: 'answered' }]);
    await Promise.all([closed, once(silent.resume(), 'close')]);
  });

  it('ends at once when nothing is in flight', async () => {
    await start();
    const silent = await open();
    await fetch(`${url}/healthz`);
    await Promise.all([host.app.close(), once(silent.resume(), 'close')]);
  });
});
