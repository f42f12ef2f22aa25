import { afterEach, beforeEach, expect, it } from 'vitest';
import { REGION, type TestHost, testHost } from './support.ts';

let host: TestHost;

beforeEach(async () => {
  host = await testHost();
});
afterEach(() => host.app.close());

const lines = () =>
  host
    .logged()
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

it('has a line for each request, without its query', async () => {
  await host.send({ method: 'GET', url: '/healthz?a=b' });
  await host.send({ method: 'GET', url: '/nowhere?a=b' });
  expect(lines()).toMatchObject([
    { level: 20, method: 'GET', path: '/healthz', statusCode: 200, address: '127.0.0.1', msg: 'request' },
    { level: 30, method: 'GET', path: '/nowhere', statusCode: 404 },
  ]);
});

it.each([
  '/sign-in/KEY',
  '/sign-in&key=KEY',
  '/sign-in%20key=KEY',
  '/sign-inKEY',
  '/Sign-In=KEY',
  '//sign-in/?/KEY',
  '/a/sign-in/b/KEY',
  '/nowhere;key=KEY',
  '/nowhere%3Fkey=KEY',
  '/nowhere%3fkey=KEY',
  '/nowhere%3Bkey=KEY',
  '/nowhere%3bkey=KEY',
  '/nowhere%23KEY',
  '/nowhere?x=/sign-in&key=KEY',
])('holds no key of a mistyped link: %s', async (url) => {
  await host.send({ method: 'GET', url });
  expect(lines()).toHaveLength(1);
  expect(lines()[0].path).toMatch(/^\/(?:nowhere|\/?sign-in|a\/sign-in)$/i);
});

it('holds no key, code, token or cookie, however they are sent', async () => {
  const key = host.identity.createLink('admin');
  const code = host.identity.createPairingCode('admin');
  const tokens = [await host.token('session'), await host.token('script'), await host.token('operator')];
  const json = { 'content-type': 'application/json' };
  const secrets = [key, code, ...tokens];
  const signedIn = await host.send({ method: 'GET', url: `/sign-in?key=${key}` });
  secrets.push(/kpi_session_3240=([^;]+)/.exec(String(signedIn.headers['set-cookie']))?.[1] ?? 'no cookie');
  await host.send({ method: 'GET', url: `/sign-in?key=${key}` });
  await host.send({ method: 'HEAD', url: `/sign-in?key=${key}` });
  await host.send({ method: 'GET', url: `/sign-in?key=${key}`, headers: { host: 'evil.example' } });
  await host.send({ method: 'GET', url: `/nowhere?key=${key}`, headers: { referer: `http://127.0.0.1/sign-in?key=${key}` } });
  await host.send({ method: 'POST', url: '/pair', payload: { code }, headers: json });
  await host.send({ method: 'POST', url: '/pair', payload: `{"code":"${code}"`, headers: json });
  for (const token of tokens) {
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `kpi_session_3240=${token}` }] as Record<string, string>[]) {
      for (const name of ['echo', 'fail', 'nan']) {
        await host.send({ method: 'POST', url: `/demo/${REGION}/${name}`, payload: '{"data":1}', headers: { ...json, ...headers } });
      }
      await host.send({ method: 'POST', url: '/operations/show', payload: '{}', headers: { ...json, ...headers } });
      await host.send({ method: 'GET', url: '/me', headers });
    }
  }
  expect(lines().length).toBeGreaterThan(20);
  expect(lines().some(({ err }) => err !== undefined)).toBe(true);
  expect(secrets.filter((secret) => host.logged().includes(secret))).toEqual([]);
});
