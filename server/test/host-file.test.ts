import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askHost } from '../src/local/host-client.ts';
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
    record = { pid: process.pid, url: await healthy('this one'), instance: 'this one', token: 'secret' };
  });

  it('leads to the host that wrote it, and is readable by its owner alone', async () => {
    writeHostFile(file, record);
    expect(await findHost(file)).toEqual(record);
    expect(statSync(`${file}.host.json`).mode & 0o777).toBe(0o600);
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
    [JSON.stringify({ pid: process.pid, url: 'http://example.org:3240', instance: 'x', token: 'x' }), 'another machine'],
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
  const hostAt = (url: string): HostRecord => ({ pid: process.pid, url, instance: 'x', token: 'the token' });
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
