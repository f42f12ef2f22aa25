import { connect } from 'node:net';
import { KpiError } from '@pack324a/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HostOptions } from '../../src/host/options.ts';
import { listen, type TestHost, testHost } from './support.ts';

type Run = HostOptions['runOperation'];

let host: TestHost;

afterEach(async () => {
  vi.useRealTimers();
  await host.app.close();
});

async function start(runOperation?: Run): Promise<void> {
  host = await testHost(runOperation === undefined ? {} : { runOperation });
}

async function post(payload: unknown = {}, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${await host.token('operator')}`;
  return host.send({
    method: 'POST',
    url: '/operations/show',
    payload: JSON.stringify(payload),
    headers: { 'content-type': 'application/json', authorization, ...headers },
  });
}

const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('an operation', () => {
  it('answers with its result on a line of its own', async () => {
    await start();
    const response = await post({ date: '2025-12-11' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).toBe('{"result":{"name":"show","input":{"date":"2025-12-11"}}}\n');
  });

  it('is refused to the command line of an earlier run of the host', async () => {
    await start();
    const earlier = await host.identity.issueToken('earlier-instance', 'operator', 60_000);
    expect((await post({}, { authorization: `Bearer ${earlier}` })).statusCode).toBe(401);
  });

  it('without a result says null', async () => {
    await start(async () => undefined);
    expect(linesOf((await post()).body)).toEqual([{ result: null }]);
  });

  it('tells its progress at most ten times a second, the first and the last step in any case', async () => {
    await start(async (_name, _input, onProgress) => {
      for (let done = 1; done <= 1000; done += 1) onProgress(done, 1000);
    });
    const lines = linesOf((await post()).body);
    expect(lines[0]).toEqual({ progress: { done: 1, total: 1000 } });
    expect(lines.at(-2)).toEqual({ progress: { done: 1000, total: 1000 } });
    expect(lines.at(-1)).toEqual({ result: null });
    expect(lines.length).toBeLessThan(500);
  });

  it('tells an error for people as it is', async () => {
    await start(async () => {
      throw new KpiError('data-loss', 'It contradicts itself.', { expected: 'sense', hint: 'Import it again.' });
    });
    expect(linesOf((await post()).body)).toEqual([
      { error: { code: 'data-loss', message: 'It contradicts itself.', expected: 'sense', hint: 'Import it again.' } },
    ]);
  });

  it.each([
    ['fails unexpectedly', () => Promise.reject(new RangeError('secret-detail'))],
    ['has a result that is no JSON', () => Promise.resolve({ value: 5n })],
    ['has a result that JSON would change', () => Promise.resolve({ days: [{ average: Number.NaN }] })],
  ])('that %s is told under a reference, with the details in the log only', async (_what, work) => {
    await start(work);
    const { body } = await post();
    const [{ error }] = linesOf(body) as [{ error: { code: string; message: string } }];
    const reference = /[\da-f-]{36}/.exec(error.message)?.[0] ?? 'none';
    expect(error.code).toBe('internal');
    expect(body).not.toContain('secret-detail');
    expect(host.logged()).toContain(reference);
  });

  it('that takes long says so again every 15 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let finish: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      void start((_name, _input, onProgress) => {
        onProgress(3, 60);
        resolve();
        return new Promise((settle) => {
          finish = () => settle('done');
        });
      }).then(async () => {
        answered = post();
      });
    });
    let answered: ReturnType<typeof post> | undefined;
    await started;
    vi.advanceTimersByTime(45_000);
    finish();
    const progress = { progress: { done: 3, total: 60 } };
    expect(linesOf((await answered)?.body ?? '')).toEqual([progress, progress, progress, progress, { result: 'done' }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on when its client goes away', async () => {
    let finish: () => void = () => undefined;
    const ended = vi.fn();
    await start(async (_name, _input, onProgress) => {
      onProgress(1, 3);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      onProgress(2, 3);
      onProgress(3, 3);
      ended();
    });
    const { url, port } = await listen(host);
    const head = [
      `POST /operations/aggregate HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${await host.token('operator')}`,
    ];
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write([...head, 'Content-Type: application/json', 'Content-Length: 2', '', '{}'].join('\r\n'));
    let received = '';
    for await (const part of socket) {
      received += part;
      if (received.includes('{"progress":{"done":1,"total":3}}\n')) break;
    }
    socket.destroy();
    const connections = () => new Promise<number>((resolve) => host.app.server.getConnections((_error, count) => resolve(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    finish();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(host.logged()).not.toContain('request failed');
  });
});

describe('an operation is refused', () => {
  it('to everybody but the command line', async () => {
    const run = vi.fn(async () => 'done');
    await start(run);
    for (const headers of [
      { authorization: '' },
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${await host.token('session')}` },
      { authorization: `Bearer ${await host.token('script')}` },
      { authorization: '', cookie: `kpi_session_3240=${await host.token('session')}` },
      { authorization: '', cookie: `kpi_session_3240=${await host.token('operator')}` },
    ] as Record<string, string>[]) {
      const response = await post({}, headers);
      expect(response.statusCode).toBe(401);
      expect(response.json().error.status).toBe('UNAUTHENTICATED');
    }
    expect(run).not.toHaveBeenCalled();
  });

  it('once the token has expired', async () => {
    await start();
    const authorization = `Bearer ${await host.token('operator')}`;
    host.time.ms += 3_600_000;
    expect((await post({}, { authorization })).statusCode).toBe(401);
  });

  it.each(['', '{', '{"__proto__":{}}'])('with the body %j', async (payload) => {
    const run = vi.fn(async () => 'done');
    await start(run);
    const authorization = `Bearer ${await host.token('operator')}`;
    const headers = { 'content-type': 'application/json', authorization };
    const response = await host.send({ method: 'POST', url: '/operations/show', payload, headers });
    expect(response.statusCode).toBe(400);
    expect(run).not.toHaveBeenCalled();
  });

  it('with a body that is not said to be JSON', async () => {
    await start();
    expect((await post({}, { 'content-type': 'text/plain' })).statusCode).toBe(400);
  });
});
