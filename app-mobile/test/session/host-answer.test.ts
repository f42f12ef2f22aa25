import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemOf } from '../../src/queries/problem.ts';
import { askHost, isUnauthenticated } from '../../src/session/host-answer.ts';

const URL_OF_HOST = 'http://127.0.0.1:3240';
afterEach(() => vi.unstubAllGlobals());

function hostThat(answer: (url: string, init: RequestInit) => Promise<Response>) {
  const asked = vi.fn(answer);
  vi.stubGlobal('fetch', asked);
  return asked;
}

const refusing = (status: number, body: string) => hostThat(async () => new Response(body, { status }));
const thrownBy = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('asking a local host', () => {
  it('sends a body as JSON and reads the answer', async () => {
    const asked = hostThat(async () => new Response('{"uid":"demo-admin","admin":true}'));
    expect(await askHost(`${URL_OF_HOST}/pair`, { code: 'A' })).toEqual({ uid: 'demo-admin', admin: true });
    const [url, init] = asked.mock.calls[0] ?? [];
    expect(url).toBe(`${URL_OF_HOST}/pair`);
    expect(init).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"code":"A"}' });
  });

  it('asks without a body by GET', async () => {
    const asked = hostThat(async () => new Response('{}'));
    await askHost(`${URL_OF_HOST}/me`);
    expect(asked.mock.calls[0]?.[1]).not.toHaveProperty('method');
    expect(asked.mock.calls[0]?.[1]).not.toHaveProperty('body');
  });

  it('gives an empty answer as nothing', async () => {
    hostThat(async () => new Response(null, { status: 204 }));
    expect(await askHost(`${URL_OF_HOST}/sign-out`, {})).toBeUndefined();
  });

  it('rejects as the functions would', async () => {
    const details = { hint: 'Make a new one.' };
    refusing(403, JSON.stringify({ error: { status: 'PERMISSION_DENIED', message: 'This code is wrong.', details } }));
    const error = await thrownBy(askHost(`${URL_OF_HOST}/pair`, { code: 'A' }));
    expect(error).toMatchObject({ code: 'functions/permission-denied', message: 'This code is wrong.' });
    expect(problemOf(error).hint).toBe('Make a new one.');
    expect(isUnauthenticated(error)).toBe(false);
  });

  it('knows when nobody is signed in', async () => {
    refusing(401, '{"error":{"status":"UNAUTHENTICATED","message":"Nobody."}}');
    expect(isUnauthenticated(await thrownBy(askHost(`${URL_OF_HOST}/me`)))).toBe(true);
  });

  it.each(['<html>Bad gateway</html>', '{}', '{"error":"no"}'])('does not take %s for a refusal of ours', async (body) => {
    refusing(502, body);
    const error = await thrownBy(askHost(`${URL_OF_HOST}/me`));
    expect(problemOf(error)).toMatchObject({ kind: 'other', message: 'The host answered with status 502.' });
  });

  it('says when nothing answers, in the end also when something keeps silent', async () => {
    hostThat(async () => Promise.reject(new TypeError('fetch failed')));
    const error = await thrownBy(askHost(`${URL_OF_HOST}/me`));
    expect(problemOf(error)).toMatchObject({ kind: 'unreachable', message: `Nothing answers at ${URL_OF_HOST}.` });

    vi.useFakeTimers();
    hostThat((_url, { signal }) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))));
    const silent = thrownBy(askHost(`${URL_OF_HOST}/me`));
    await vi.advanceTimersByTimeAsync(70_000);
    expect(problemOf(await silent).kind).toBe('unreachable');
    vi.useRealTimers();
  });
});
