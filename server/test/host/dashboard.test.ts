import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST, REGION, type TestHost, testHost } from './support.ts';

const HASH = '0123456789abcdef0123456789abcdef';
const SCRIPT = `/_expo/static/js/web/entry-${HASH}.js`;
const SCREEN = `/_expo/static/js/web/[userId]-${HASH}.js`;
const ICON = `/assets/icons/arrow.${HASH}@2x.png`;
const CODE = `console.log('${'code '.repeat(100)}');\n`;
const FOREVER = 'public, max-age=31536000, immutable';
const PAGE = `<!doctype html>
<html><head><meta name="kpi-host" content=""><meta name="kpi-region" content=""></head>
<body><div id="root"></div><script src="${SCRIPT}" defer></script></body></html>
`;
/** A build of the web app, as the bundler lays it out. */
const FILES: Readonly<Record<string, string | Buffer>> = {
  '/index.html': PAGE,
  '/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '/metadata.json': '{}',
  [SCRIPT]: CODE,
  [`${SCRIPT}.br`]: brotliCompressSync(CODE),
  [`${SCRIPT}.gz`]: gzipSync(CODE),
  [`${SCRIPT}.map`]: '{"sources":["secret.ts"]}',
  [SCREEN]: 'screen',
  [ICON]: 'png',
  '/.sources': 'hidden',
};

let parent: string;
let host: TestHost;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'kpi dashbóard '));
  writeFileSync(join(parent, 'secret.txt'), 'outside');
  const dashboard = join(parent, 'web');
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(dashboard, path)), { recursive: true });
    writeFileSync(join(dashboard, path), content);
  }
  host = await testHost({ dashboard });
});
afterAll(async () => {
  await host.app.close();
  rmSync(parent, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => host.send({ method: 'GET', url, headers });

describe('the dashboard', () => {
  it('is where the address of the host, and so a sign-in link, leads', async () => {
    for (const url of ['/', '/admin', '/admin/']) {
      const { statusCode, headers } = await get(url);
      expect([url, statusCode, headers.location]).toEqual([url, 303, '/admin/kpi-dashboard']);
    }
    const signedIn = await get(`/sign-in?key=${host.identity.createLink('admin')}`);
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/']);
  });

  it.each([
    '/admin/kpi-dashboard',
    '/admin/kpi-dashboard?date=2025-12-11',
    '/admin/kpi-range?from=2025-12-01&to=2025-12-11',
    '/admin/kpi-creator/ann',
    '/admin/kpi-creator/ann.smith@example.org',
    '/admin/kpi-creator/%C5%82%20%23%3F',
    '/admin/a-screen-that-the-app-does-not-have',
  ])('answers %s with its page, told who serves it, and asks nobody to sign in for that', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const filled = PAGE.replace('name="kpi-host" content=""', 'name="kpi-host" content="test-instance"');
    expect(response.body).toBe(filled.replace('name="kpi-region" content=""', `name="kpi-region" content="${REGION}"`));
  });

  it('writes into its page nothing that could end the attribute', async () => {
    const region = '"><script>';
    const odd = await testHost({ dashboard: join(parent, 'web'), region });
    const { body } = await odd.send({ method: 'GET', url: '/admin/kpi-dashboard' });
    await odd.app.close();
    expect(body).toContain('<meta name="kpi-region" content="%22%3E%3Cscript%3E">');
  });

  it('is linked on the status page', async () => {
    expect((await get('/status')).body).toContain('<a href="/admin/kpi-dashboard">');
  });

  it('is not started without its page', async () => {
    await expect(testHost({ dashboard: parent })).rejects.toThrow('index.html');
  });
});

describe('a file of the dashboard', () => {
  it.each([
    [SCRIPT, 'application/javascript; charset=utf-8', FOREVER],
    [SCREEN, 'application/javascript; charset=utf-8', FOREVER],
    [encodeURI(SCREEN), 'application/javascript; charset=utf-8', FOREVER],
    [ICON, 'image/png', FOREVER],
    ['/icon.svg', 'image/svg+xml', 'no-store'],
  ])('%s is sent as what it is, and kept as long as its name is true', async (url, type, cacheControl) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'content-type': type, 'cache-control': cacheControl, 'x-content-type-options': 'nosniff' });
    expect(response.body).toBe(String(FILES[decodeURI(url)]));
  });

  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['*', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['deflate', undefined, (bytes: Buffer) => bytes],
    ['identity', undefined, (bytes: Buffer) => bytes],
    [undefined, undefined, (bytes: Buffer) => bytes],
  ] as const)('is sent to those who take %j as %j', async (accepted, encoding, decode) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const response = await get(SCRIPT, headers);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers).toMatchObject({ vary: 'accept-encoding', 'cache-control': FOREVER });
    expect(response.headers['content-type']).toBe('application/javascript; charset=utf-8');
    expect(Number(response.headers['content-length'])).toBe(response.rawPayload.length);
    expect(decode(response.rawPayload).toString()).toBe(CODE);
  });

  it('without a compressed copy is sent as it is to everybody', async () => {
    const response = await get('/icon.svg', { 'accept-encoding': 'br, gzip' });
    expect([response.headers['content-encoding'], response.body]).toEqual([undefined, FILES['/icon.svg']]);
  });

  it('is not sent again to those who have it', async () => {
    const { headers } = await get(SCRIPT, { 'accept-encoding': 'br' });
    const again = await get(SCRIPT, { 'accept-encoding': 'br', 'if-none-match': String(headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it.each([SCRIPT, '/icon.svg', '/admin/kpi-dashboard'])('is described by HEAD: %s', async (url) => {
    const [got, asked] = [await get(url), await host.send({ method: 'HEAD', url })];
    expect([asked.statusCode, asked.body]).toEqual([200, '']);
    expect(asked.headers).toMatchObject({ 'content-type': got.headers['content-type'], 'cache-control': got.headers['cache-control'] });
  });

  it('is refused to a page of another site', async () => {
    expect((await get(SCRIPT, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await get('/admin/kpi-dashboard', { host: 'evil.example' })).statusCode).toBe(403);
  });
});

describe('nothing else of the disk', () => {
  it.each([
    '/index.html',
    '/metadata.json',
    '/.sources',
    `${SCRIPT}.map`,
    `${SCRIPT}.br`,
    `${SCRIPT}.gz`,
    '/_expo',
    '/_expo/',
    '/_expo/static/js/web/',
    '/assets/../../secret.txt',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/_expo/..%5c..%5csecret.txt',
    '/_expo//static/js/web/',
    `/${SCRIPT}`,
    `${SCRIPT}/`,
    `${SCRIPT.toUpperCase()}`,
    `${SCRIPT}%00`,
    '/admin%2fkpi-dashboard',
    '/adminx/kpi-dashboard',
  ])('is found at %s', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('There is nothing here');
  });

  it.each(['/admin/../../secret.txt', '/admin/%2e%2e/%2e%2e/secret.txt', '/admin//etc/passwd'])('is found at %s', async (url) => {
    const { body } = await get(url);
    expect(body).not.toContain('outside');
    expect(body).not.toContain('root:');
  });

  it('is written to', async () => {
    for (const url of ['/admin/kpi-dashboard', SCRIPT]) {
      const { statusCode, headers } = await host.send({ method: 'POST', url, headers: { origin: `http://${HOST}` } });
      expect([statusCode, headers['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
    }
  });
});
