import { copyFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askHost, hostAtWork } from '../src/local/host-client.ts';
import { assertNotServed, findHost, type HostRecord, removeHostFile, writeHostFile } from '../src/local/host-file.ts';
import { temporaryFiles } from './demo-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

/** A process id that no process has: beyond what any system gives. */
const NO_PID = 2 ** 30;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Something that answers on a port of its own. */
async function serverThat(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const healthy = (instance: string) => serverThat((_, response) => response.end(JSON.stringify({ status: 'ok', instance })));

describe('the host file', () => {
  let file: string;
  let record: HostRecord;
  beforeEach(async () => {
    file = files.fresh();
    writeFileSync(file, '');
    const { dev, ino } = statSync(file, { bigint: true });
    const url = await healthy('this one');
    record = { pid: process.pid, url, instance: 'this one', token: 'secret', file: `${dev}:${ino}`, config: 'hash' };
  });

  it('leads to the host that wrote it, and is readable by its owner alone', async () => {
    writeHostFile(file, record);
    expect(await findHost(file)).toEqual(record);
    expect(statSync(`${file}.host.json`).mode & 0o777).toBe(0o600);
  });

  it('is ignored beside a copy of the file, and beside a new file in its place', async () => {
    writeHostFile(file, record);
    const copy = files.fresh();
    copyFileSync(file, copy);
    copyFileSync(`${file}.host.json`, `${copy}.host.json`);
    expect(await findHost(copy)).toBeUndefined();
    expect(await findHost(file)).toEqual(record);
    renameSync(file, `${file}.old`);
    writeFileSync(file, '');
    expect(await findHost(file)).toBeUndefined();
  });

  it('is found by whatever path the database is named', async () => {
    const link = files.fresh();
    symlinkSync(file, link);
    writeHostFile(link, record);
    expect(await findHost(file)).toEqual(record);
    expect(await findHost(link)).toEqual(record);
  });

  it('replaces the one of a host that is gone', async () => {
    writeHostFile(file, { ...record, pid: NO_PID, instance: 'gone' });
    expect(await findHost(file)).toBeUndefined();
    writeHostFile(file, record);
    expect(await findHost(file)).toEqual(record);
  });

  it('is ignored when its process is gone', async () => {
    writeHostFile(file, { ...record, pid: NO_PID });
    expect(await findHost(file)).toBeUndefined();
  });

  it('is ignored when another host answers there', async () => {
    writeHostFile(file, { ...record, instance: 'another one' });
    expect(await findHost(file)).toBeUndefined();
  });

  it.each([
    ['nobody answers', async () => 'http://127.0.0.1:1'],
    ['something else answers', () => serverThat((_, response) => response.end('<html>'))],
    ['the answer is null', () => serverThat((_, response) => response.end('null'))],
    ['the host is about to stop', () => serverThat((_, response) => void response.writeHead(503).end('{"instance":"this one"}'))],
    ['the connection breaks', () => serverThat((_, response) => void response.destroy())],
  ])('is ignored when %s', async (_, url) => {
    writeHostFile(file, { ...record, url: await url() });
    expect(await findHost(file)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['{', 'no JSON'],
    ['{"pid":1}', 'too little'],
    [JSON.stringify({ pid: process.pid, url: 'http://example.org:3240', instance: 'x', token: 'x', config: 'x' }), 'another machine'],
  ])('is ignored when it holds %j: %s', async (text) => {
    writeFileSync(`${file}.host.json`, text);
    expect(await findHost(file)).toBeUndefined();
  });

  it('is removed by the host that wrote it and by no other', async () => {
    writeHostFile(file, record);
    await removeHostFile(file, 'another one');
    expect(await findHost(file)).toEqual(record);
    await removeHostFile(file, 'this one');
    expect(await findHost(file)).toBeUndefined();
    await removeHostFile(file, 'this one');
  });

  it('tells who needs the file what to stop', async () => {
    await assertNotServed(file);
    writeHostFile(file, record);
    await expect(assertNotServed(file)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: `${file} is served at ${record.url} by another process (PID ${process.pid}); stop that first, with Ctrl-C in its window or "kill ${process.pid}".`,
    });
  });
});

describe('an operation of a host', () => {
  const hostAt = (url: string): HostRecord => ({ pid: process.pid, url, instance: 'x', token: 'the token', file: '1:2', config: 'hash' });
  const ask = (url: string, told: number[][] = []) => askHost(hostAt(url), 'show', { a: 1 }, (...progress) => void told.push(progress));

  it('is posted as JSON with the token; progress and the result come line by line, however they are cut', async () => {
    const seen: unknown[] = [];
    const url = await serverThat(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(request.method, request.url, request.headers.authorization, request.headers['content-type'], body);
      for (const part of [
        '{"progress":{"done":1,"to',
        'tal":3}}\n\n{"progress":{"done":3,"total":3}}\n{"res',
        'ult":{"ż":[null,"\\n"]}}\n',
      ]) {
        response.write(part);
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const told: number[][] = [];
    expect(await ask(url, told)).toEqual({ ż: [null, '\n'] });
    expect(told).toEqual([
      [1, 3],
      [3, 3],
    ]);
    expect(seen).toEqual(['POST', '/operations/show', 'Bearer the token', 'application/json', '{"a":1}']);
  });

  it('fails with the error that it failed with there', async () => {
    const error = { code: 'invalid-argument', message: 'no', expected: 'yes', hint: 'say so' };
    const url = await serverThat((_, response) => response.end(`${JSON.stringify({ error })}\n`));
    await expect(ask(url)).rejects.toMatchObject({ ...error, exitCode: 2 });
  });

  it('fails with the refusal of a host that does not begin', async () => {
    const error = { status: 'UNAUTHENTICATED', message: 'who?', details: { hint: 'go away' } };
    const url = await serverThat((_, response) => void response.writeHead(401).end(JSON.stringify({ error })));
    await expect(ask(url)).rejects.toMatchObject({ code: 'unauthenticated', message: 'who?', hint: 'go away' });
  });

  it('is not cut short by an error of whoever is told its progress, which is not the host’s', async () => {
    const url = await serverThat((_, response) => void response.write('{"progress":{"done":1,"total":2}}\n'));
    const ask = askHost(hostAt(url), 'show', {}, () => {
      throw new RangeError('the terminal is upside down');
    });
    await expect(ask).rejects.toThrow(new RangeError('the terminal is upside down'));
  });

  it.each([
    ['<h1>Hello</h1>', '<h1>Hello</h1>'],
    ['{"result":1', '{"result":1'],
    [`{"result":"${'x'.repeat(1_000)}`, `{"result":"${'x'.repeat(69)}…`],
  ])('fails with what the host said when it is no JSON: %s', async (line, shown) => {
    const url = await serverThat((_, response) => void response.end(`{"progress":{"done":1,"total":2}}\n${line}\n`));
    await expect(ask(url)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: `The host at ${url} (PID ${process.pid}) said something that cannot be read: ${shown}`,
      hint: 'It may be of another version; stop it and start it anew.',
    });
  });

  it('may have texts in its result that hold any line separator but one', async () => {
    const text = 'a\u2028b\u2029c\u0085d\r';
    const url = await serverThat((_, response) => void response.end(`${JSON.stringify({ result: text })}\r\n`));
    expect(await ask(url)).toBe(text);
  });

  it('is known to be at work until it has ended, however it ends', async () => {
    const seen: unknown[] = [];
    for (const rest of ['{"result":1}\n', '{', undefined]) {
      const url = await serverThat((_, response) => {
        const go = (): void => void (rest === undefined ? response.destroy() : response.end(rest));
        response.write('{"progress":{"done":1,"total":2}}\n', go);
      });
      expect(hostAtWork()).toBeUndefined();
      await askHost(hostAt(url), 'show', {}, () => void seen.push(hostAtWork()?.url === url)).catch(() => undefined);
    }
    expect(hostAtWork()).toBeUndefined();
    expect(seen).toEqual([true, true, true]);
  });

  it.each<[string, RequestListener]>([
    ['before it answers', (_, response) => void response.destroy()],
    ['in the middle of a line', (_, response) => void response.write('{"progress":{"do', () => response.destroy())],
    ['without a result', (_, response) => void response.end('{"progress":{"done":1,"total":2}}\n')],
  ])('says that the host went away %s', async (_, answer) => {
    const url = await serverThat(answer);
    await expect(ask(url)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: `The host at ${url} (PID ${process.pid}) went away before the work was done.`,
    });
  });
});
