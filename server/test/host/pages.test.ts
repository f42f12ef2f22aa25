import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REGION, type TestHost, testHost } from './support.ts';

let host: TestHost;

beforeEach(async () => {
  host = await testHost();
});
afterEach(() => host.app.close());

const get = (url: string) => host.send({ method: 'GET', url });

describe('the address of the host', () => {
  it('leads to the status page where no dashboard is built', async () => {
    const { statusCode, headers } = await get('/');
    expect([statusCode, headers.location]).toEqual([303, '/status']);
  });
});

describe('the status page', () => {
  it('is there without signing in and knows the region', async () => {
    const response = await get('/status');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.body).toContain(`<meta name="kpi-region" content="${REGION}">`);
    expect(response.body).toContain('UTC');
    expect(response.body).toContain('npm run build:dashboard');
    expect(response.body).not.toContain('{{');
    expect(response.body).not.toMatch(/\son\w+=|style=|<script(?! type="module" src=)/);
  });

  it('loads nothing but files that are there', async () => {
    const { body } = await get('/status');
    const files = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(files.sort()).toEqual(['/status/icon.svg', '/status/page.mjs', '/status/style.css']);
    const types = await Promise.all(files.map(async (path) => (await get(path)).headers['content-type']));
    expect(types).toEqual(['image/svg+xml', 'application/javascript; charset=utf-8', 'text/css; charset=utf-8']);
  });

  it('has an element for every id its script looks up', async () => {
    const { body: script } = await get('/status/page.mjs');
    const { body: html } = await get('/status');
    const ids = [...script.matchAll(/\bat\('([\w-]+)'\)/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
  });
});

describe('any other path', () => {
  it.each([
    '/nowhere',
    '/index.html',
    '/status/index.html',
    '/status/',
    '/admin/kpi-dashboard',
    '/../package.json',
    '/%2e%2e/package.json',
    '/status/../../package.json',
    '/status/%2e%2e/%2e%2e/package.json',
    '/style.css',
    '//style.css',
    '/.env',
    '/operations/show',
  ])('%s leads to a page that says so', async (path) => {
    const response = await get(path);
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('There is nothing here');
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('by %s is told in the form of a call', async (method) => {
    const response = await host.send({ method, url: '/nowhere' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({ error: { status: 'NOT_FOUND', message: 'There is nothing here.' } });
  });

  it('that cannot be decoded is not there either', async () => {
    for (const url of ['/%E0%A4%A', `/demo/${REGION}/%`]) expect((await get(url)).statusCode).toBe(404);
  });
});

describe('asking with HEAD', () => {
  it.each([
    ['/', 303],
    ['/status', 200],
    ['/status/style.css', 200],
    ['/healthz', 200],
    ['/me', 401],
    ['/nowhere', 404],
  ])('for %s is answered with %i and no body', async (url, code) => {
    const response = await host.send({ method: 'HEAD', url });
    expect([response.statusCode, response.body]).toEqual([code, '']);
  });
});

describe('health', () => {
  it('names the run of the host without signing in', async () => {
    const response = await get('/healthz');
    expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok', instance: 'test-instance' }]);
  });
});
