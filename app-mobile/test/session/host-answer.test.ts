import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../src/queries/problem.ts';
import { askHost, isUnauthenticated } from '../../src/session/host-answer.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function hostThat(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const refusing = (status: number, body: string) => hostThat((_request, response) => response.writeHead(status).end(body));

describe('asking a local host', () => {
  it('sends a body as JSON and reads the answer', async () => {
    const url = await hostThat(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }));
    });
    expect(await askHost(`${url}/pair`, { code: 'A' })).toEqual({ method: 'POST', type: 'application/json', body: '{"code":"A"}' });
    expect(await askHost(`${url}/me`)).toEqual({ method: 'GET', body: '' });
  });

  it('gives an empty answer as nothing', async () => {
    expect(await askHost(await refusing(204, ''))).toBeUndefined();
  });

  it('rejects as the functions would', async () => {
    const body = { error: { status: 'PERMISSION_DENIED', message: 'This code is wrong.', details: { hint: 'Make a new one.' } } };
    const error = await askHost(await refusing(403, JSON.stringify(body))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'functions/permission-denied', message: 'This code is wrong.' });
    expect(problemOf(error).hint).toBe('Make a new one.');
    expect(isUnauthenticated(error)).toBe(false);
  });

  it('knows when nobody is signed in', async () => {
    const error = await askHost(await refusing(401, '{"error":{"status":"UNAUTHENTICATED","message":"Nobody."}}')).catch(
      (thrown: unknown) => thrown,
    );
    expect(isUnauthenticated(error)).toBe(true);
  });

  it('does not take the page of something else for an answer', async () => {
    const error = await askHost(await refusing(502, '<html>Bad gateway</html>')).catch((thrown: unknown) => thrown);
    expect(problemOf(error)).toMatchObject({ kind: 'other', message: 'The host answered with status 502.' });
  });

  it('says when nothing answers', async () => {
    const url = await refusing(204, '');
    server?.close();
    await once(server as Server, 'close');
    const error = await askHost(`${url}/me`).catch((thrown: unknown) => thrown);
    expect(problemOf(error)).toMatchObject({ kind: 'unreachable', message: `Nothing answers at ${url}.` });
  });
});
