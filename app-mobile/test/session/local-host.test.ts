import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '../../src/session/backend.ts';
import { localHostBackend } from '../../src/session/local-host.ts';

const HOST = 'http://127.0.0.1:3240';
afterEach(() => vi.unstubAllGlobals());

/** A host with answers by path; one that is missing means that nothing answers. */
function hostWith(answers: Record<string, () => Response>) {
  const asked = vi.fn(async (url: string) => {
    const answer = answers[url.slice(HOST.length)];
    if (answer === undefined) throw new TypeError('fetch failed');
    return answer();
  });
  vi.stubGlobal('fetch', asked);
  return asked;
}

const me = (uid: string, admin: boolean) => () => new Response(JSON.stringify({ uid, admin }));
const nobody = () => new Response('{"error":{"status":"UNAUTHENTICATED","message":"Nobody."}}', { status: 401 });
const account = (id: string, isAdmin: boolean): SessionState => ({ state: 'signed-in', account: { id, name: id, isAdmin } });

async function watched() {
  const backend = localHostBackend({ kind: 'local-host', url: HOST, region: 'europe-central2' });
  const told: SessionState[] = [];
  backend.watch((session) => told.push(session));
  await backend.check();
  return { backend, told };
}

describe('who is signed in at a local host', () => {
  it('is who the host says, once however many ask', async () => {
    const asked = hostWith({ '/me': me('demo-admin', true) });
    const { backend, told } = await watched();
    await Promise.all([backend.check(), backend.check()]);
    expect(told.slice(0, 2)).toEqual([{ state: 'loading' }, account('demo-admin', true)]);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('is unknown while nothing answers, and known again when something does', async () => {
    hostWith({});
    const { backend, told } = await watched();
    expect(told.at(-1)).toMatchObject({ state: 'unknown', error: { code: 'functions/unavailable' } });
    hostWith({ '/me': nobody });
    await backend.check();
    expect(told.at(-1)).toEqual({ state: 'signed-out' });
  });

  it('stays signed in when the host stops, and not when the sign-in has ended', async () => {
    hostWith({ '/me': me('demo-admin', true) });
    const { backend, told } = await watched();
    hostWith({});
    await backend.check();
    expect(told.at(-1)).toEqual(account('demo-admin', true));
    hostWith({ '/me': nobody });
    await backend.check();
    expect(told.at(-1)).toEqual({ state: 'signed-out' });
  });

  it('is told after pairing, and nobody after signing out', async () => {
    hostWith({ '/me': nobody });
    const { backend, told } = await watched();
    hostWith({
      '/me': me('user-1', false),
      '/pair': () => new Response(null, { status: 204 }),
      '/sign-out': () => new Response(null, { status: 204 }),
    });
    if (backend.signIn.kind !== 'pairing') throw new Error('a local host pairs');
    await backend.signIn.pair('ABCD2345');
    expect(told.at(-1)).toEqual(account('user-1', false));
    await backend.signOut();
    expect(told.at(-1)).toEqual({ state: 'signed-out' });
  });

  it('is still signed in when the host could not be told otherwise', async () => {
    hostWith({ '/me': me('demo-admin', true) });
    const { backend, told } = await watched();
    await expect(backend.signOut()).rejects.toMatchObject({ code: 'functions/unavailable' });
    expect(told.at(-1)).toEqual(account('demo-admin', true));
  });
});
