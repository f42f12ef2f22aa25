import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOST, listen, type TestHost, testHost } from './support.ts';

let host: TestHost;

beforeEach(async () => {
  host = await testHost();
});
afterEach(() => host.app.close());

const open = (key: string, headers: Record<string, string> = {}) => host.send({ method: 'GET', url: `/sign-in?key=${key}`, headers });
const pair = (payload: unknown, remoteAddress = '127.0.0.1') =>
  host.send({ method: 'POST', url: '/pair', payload: payload as object, remoteAddress, headers: { 'content-type': 'application/json' } });
const me = (headers: Record<string, string> = {}) => host.send({ method: 'GET', url: '/me', headers });
const SEVEN_DAYS_S = 7 * 24 * 3600;

/** The one cookie of a response, as its parts. */
function cookieOf(response: { readonly headers: Readonly<Record<string, unknown>> }): string[] {
  return String(response.headers['set-cookie']).split('; ');
}

describe('a sign-in link', () => {
  it('signs in for seven days and leads to the start page', async () => {
    const response = await open(host.identity.createLink('admin'));
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/');
    const [cookie = '', ...attributes] = cookieOf(response);
    expect(cookie).toMatch(/^kpi_session_3240=[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(attributes.sort()).toEqual(['HttpOnly', `Max-Age=${SEVEN_DAYS_S}`, 'Path=/', 'SameSite=Strict']);
    expect((await me({ cookie })).json()).toEqual({ uid: 'admin', admin: true });
    host.time.ms += SEVEN_DAYS_S * 1000 - 1;
    expect((await me({ cookie })).statusCode).toBe(200);
    host.time.ms += 1;
    expect((await me({ cookie })).statusCode).toBe(401);
  });

  it('works once, even for two who open it at the same moment', async () => {
    const { url } = await listen(host);
    const key = host.identity.createLink('admin');
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/sign-in?key=${key}`, { redirect: 'manual' })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter((answer) => answer.headers.has('set-cookie'))).toHaveLength(1);
  });

  it.each(['', 'wrong', '%00', 'a&key=b'])('with the key %j leads to a page that says what to do', async (key) => {
    const response = await open(key);
    expect(response.statusCode).toBe(403);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.body).toContain('kpi token --uid');
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it('without a key, or expired, leads there as well', async () => {
    expect((await host.send({ method: 'GET', url: '/sign-in' })).statusCode).toBe(403);
    const key = host.identity.createLink('admin');
    host.time.ms += 15 * 60_000;
    expect((await open(key)).statusCode).toBe(403);
  });

  it('is not used up by a look ahead', async () => {
    const key = host.identity.createLink('admin');
    for (const headers of [
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'x-moz': 'prefetch' },
    ] as Record<string, string>[]) {
      const response = await open(key, headers);
      expect(response.statusCode).toBe(503);
      expect(response.headers['set-cookie']).toBeUndefined();
    }
    const head = await host.send({ method: 'HEAD', url: `/sign-in?key=${key}` });
    expect(head.statusCode).toBe(204);
    expect(head.headers['set-cookie']).toBeUndefined();
    expect((await open(key)).statusCode).toBe(303);
  });

  it('is not used up by a refused request', async () => {
    const key = host.identity.createLink('admin');
    expect((await open(key, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await open(key, { host: 'evil.example' })).statusCode).toBe(403);
    expect((await open(key, { 'sec-fetch-site': 'none' })).statusCode).toBe(303);
  });

  it('with wrong keys is answered with 429 after 10 within a minute, and the right key works all the same', async () => {
    for (let count = 0; count < 10; count += 1) expect((await open('wrong')).statusCode).toBe(403);
    const limited = await open('wrong');
    expect(limited.statusCode).toBe(429);
    expect(limited.body).toContain('Wait a minute');
    expect((await open(host.identity.createLink('admin'))).statusCode).toBe(303);
  });
});

describe('a pairing code', () => {
  it('signs in, once', async () => {
    const code = host.identity.createPairingCode('someone');
    const response = await pair({ code: ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}` });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    const [cookie = '', ...attributes] = cookieOf(response);
    expect(attributes.sort()).toEqual(['HttpOnly', `Max-Age=${SEVEN_DAYS_S}`, 'Path=/', 'SameSite=Strict']);
    expect((await me({ cookie })).json()).toEqual({ uid: 'someone', admin: false });
    expect((await pair({ code })).statusCode).toBe(403);
  });

  it('that is wrong is refused', async () => {
    const response = await pair({ code: 'WRONG234' });
    expect(response.statusCode).toBe(403);
    expect(response.json().error).toMatchObject({ status: 'PERMISSION_DENIED', details: { hint: expect.stringContaining('kpi token') } });
  });

  it.each([[{}], [{ code: 5 }], [[]], [null]])('in the body %j is no code', async (body) => {
    const response = await pair(JSON.stringify(body));
    expect(response.statusCode).toBe(400);
    expect(response.json().error.status).toBe('INVALID_ARGUMENT');
  });

  it('is taken as JSON only', async () => {
    const payload = `code=${host.identity.createPairingCode('admin')}`;
    const response = await host.send({
      method: 'POST',
      url: '/pair',
      payload,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.statusCode).toBe(400);
  });

  it('that is wrong is limited to 10 attempts within a minute from one address; the right one is not', async () => {
    for (let count = 0; count < 10; count += 1) expect((await pair({ code: 'WRONG234' }, '10.0.0.9')).statusCode).toBe(403);
    expect((await pair({ code: 'WRONG234' }, '10.0.0.9')).statusCode).toBe(429);
    expect((await pair({ code: 'WRONG234' }, '10.0.0.8')).statusCode).toBe(403);
    expect((await pair({ code: host.identity.createPairingCode('admin') }, '10.0.0.9')).statusCode).toBe(204);
  });
});

describe('two hosts at one address, of which a browser sends both all cookies,', () => {
  it.each([
    ['127.0.0.1:4000', 'kpi_session_4000'],
    ['127.0.0.1', 'kpi_session_80'],
    ['[::1]', 'kpi_session_80'],
    ['[::1]:4000', 'kpi_session_4000'],
  ])('keep their sign-ins apart: at %s in %s', async (name, cookieName) => {
    host.names.push(name);
    const there = await open(host.identity.createLink('admin'), { host: name });
    const [theirs = ''] = cookieOf(there);
    expect(theirs.split('=')[0]).toBe(cookieName);
    expect((await me({ host: name, cookie: theirs })).statusCode).toBe(200);
    expect((await me({ cookie: theirs })).statusCode).toBe(401);
    const [ours = ''] = cookieOf(await open(host.identity.createLink('admin')));
    for (const headers of [{}, { host: name }]) expect((await me({ ...headers, cookie: `${ours}; ${theirs}` })).statusCode).toBe(200);
    const [gone] = cookieOf(await host.send({ method: 'POST', url: '/sign-out', headers: { host: name } }));
    expect(gone).toBe(`${cookieName}=`);
  });
});

describe('signing out', () => {
  it('takes the cookie away', async () => {
    const response = await host.send({ method: 'POST', url: '/sign-out', headers: { origin: `http://${HOST}` } });
    expect(response.statusCode).toBe(204);
    const [cookie, ...attributes] = cookieOf(response);
    expect(cookie).toBe('kpi_session_3240=');
    expect(attributes).toEqual(expect.arrayContaining(['Max-Age=0', 'Path=/', 'HttpOnly', 'SameSite=Strict']));
  });
});

describe('who is signed in', () => {
  it('is told by bearer token as well', async () => {
    expect((await me({ authorization: `Bearer ${await host.token('script')}` })).json()).toEqual({ uid: 'admin', admin: true });
  });

  it('is nobody without credentials, or with wrong ones', async () => {
    for (const headers of [{}, { cookie: 'kpi_session_3240=wrong' }, { authorization: 'Bearer wrong' }] as Record<string, string>[]) {
      const response = await me(headers);
      expect(response.statusCode).toBe(401);
      expect(response.json().error.status).toBe('UNAUTHENTICATED');
    }
  });
});
