import { type Functions, httpsCallable, httpsCallableFromURL } from 'firebase/functions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectLocalHost } from '../src/index.ts';
import { type CallableServer, deleteApps, newFunctions, startCallableServer } from './callable-server.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl-_';

let host: CallableServer;
let other: CallableServer;

beforeAll(async () => {
  [host, other] = await Promise.all([startCallableServer(), startCallableServer()]);
});
afterAll(() => Promise.all([host.close(), other.close()]));
beforeEach(() => {
  for (const server of [host, other]) {
    server.received.length = 0;
    server.answer = { body: { result: {} } };
  }
});
afterEach(deleteApps);

const call = (functions: Functions): Promise<unknown> => httpsCallable(functions, 'kpi_getStatus')({});
const sent = ({ received }: CallableServer): unknown[] => received.map(({ headers }) => headers.authorization);

describe('connecting to a local host', () => {
  it('sends the calls there', async () => {
    const functions = newFunctions();
    connectLocalHost(functions, { url: `${host.url}/` });
    await call(functions);
    expect(host.received.map(({ path }) => path)).toEqual(['/demo-kpi/europe-central2/kpi_getStatus']);
    expect(sent(host)).toEqual([undefined]);
  });

  it('sends the token with each call, and the SDK’s own headers beside it', async () => {
    const functions = newFunctions();
    connectLocalHost(functions, { url: host.url, token: TOKEN });
    await call(functions);
    await call(functions);
    expect(sent(host)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
    expect(host.received[0]).toMatchObject({ body: { data: {} }, headers: { 'content-type': 'application/json' } });
  });

  it('serves functions that were given by a custom domain', async () => {
    const functions = newFunctions(other.url);
    connectLocalHost(functions, { url: host.url, token: TOKEN });
    await call(functions);
    expect(sent(host)).toEqual([`Bearer ${TOKEN}`]);
    expect(other.received).toEqual([]);
  });

  it('reaches the service inside the SDK’s compatibility wrapper', async () => {
    const functions = newFunctions();
    const wrapper = { _delegate: functions, app: functions.app, region: functions.region, customDomain: functions.customDomain };
    connectLocalHost(wrapper, { url: host.url, token: TOKEN });
    await call(wrapper);
    expect(sent(host)).toEqual([`Bearer ${TOKEN}`]);
  });

  it('replaces the token, and takes it away', async () => {
    const functions = newFunctions();
    for (const token of [TOKEN, 'second', undefined, 'third']) {
      connectLocalHost(functions, { url: host.url, token });
      await call(functions);
    }
    expect(sent(host)).toEqual([`Bearer ${TOKEN}`, 'Bearer second', undefined, 'Bearer third']);
  });

  it.each(['', 'two\nlines', 'two words', 'ą'])('refuses the token %j before anything is sent', (token) => {
    expect(() => connectLocalHost(newFunctions(), { url: host.url, token })).toThrow(/^The token .* kpi token/);
  });

  it.each([
    '',
    '127.0.0.1:3240',
    'https://127.0.0.1:3240',
    'http://127.0.0.1:3240/demo-kpi',
    'http://a:b@127.0.0.1:3240',
    'file:///tmp',
  ])('refuses the address %j', (url) => {
    expect(() => connectLocalHost(newFunctions(), { url })).toThrow('is not the address of a local host. Expected: for example http://');
  });

  it('takes the default port and an IPv6 address as the SDK does', () => {
    for (const [url, origin] of [
      ['http://kpi.local', 'http://kpi.local:80'],
      ['http://[::1]:3240', 'http://[::1]:3240'],
    ] as const) {
      const functions = newFunctions();
      connectLocalHost(functions, { url });
      expect(functions).toMatchObject({ emulatorOrigin: origin });
    }
  });

  it('says so when the SDK keeps its fetch elsewhere', () => {
    const { app, region, customDomain } = newFunctions();
    expect(() => connectLocalHost({ app, region, customDomain }, { url: host.url, token: TOKEN })).toThrow('Expected: firebase 12.');
  });
});

describe('the token', () => {
  it('goes to no other origin from the same functions', async () => {
    const functions = newFunctions();
    connectLocalHost(functions, { url: host.url, token: TOKEN });
    await httpsCallableFromURL(functions, `${other.url}/kpi_getStatus`)({});
    expect(sent(other)).toEqual([undefined]);
  });

  it('goes with no other functions, and leaves the global fetch alone', async () => {
    const globalFetch = globalThis.fetch;
    const functions = newFunctions();
    connectLocalHost(functions, { url: host.url, token: TOKEN });
    expect(globalThis.fetch).toBe(globalFetch);
    const stranger = newFunctions();
    connectLocalHost(stranger, { url: host.url });
    await call(stranger);
    await fetch(host.url, { method: 'POST', body: '{}' });
    expect(sent(host)).toEqual([undefined, undefined]);
  });

  it('follows no redirect', async () => {
    const functions = newFunctions();
    connectLocalHost(functions, { url: host.url, token: TOKEN });
    host.answer = { status: 307, headers: { Location: `${other.url}/kpi_getStatus` }, body: {} };
    await expect(call(functions)).rejects.toMatchObject({ code: 'functions/internal' });
    expect(other.received).toEqual([]);
  });
});
