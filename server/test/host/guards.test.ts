import { connect } from 'node:net';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostHeaders, lanAddresses } from '../../src/host/addresses.ts';
import { HOST, listen, REGION, type TestHost, testHost } from './support.ts';

let host: TestHost;

beforeEach(async () => {
  host = await testHost();
});
afterEach(() => host.app.close());

/** One of every kind of route, each answered with something else than a refusal when nothing is wrong. */
const REQUESTS: readonly InjectOptions[] = [
  { method: 'GET', url: '/' },
  { method: 'GET', url: '/status' },
  { method: 'GET', url: '/status/page.mjs' },
  { method: 'GET', url: '/healthz' },
  { method: 'GET', url: '/me' },
  { method: 'GET', url: '/sign-in' },
  { method: 'HEAD', url: '/sign-in' },
  { method: 'POST', url: '/sign-out' },
  { method: 'POST', url: '/pair', payload: {} },
  { method: 'POST', url: '/operations/show', payload: {} },
  { method: 'POST', url: `/demo/${REGION}/echo`, payload: { data: null } },
  { method: 'OPTIONS', url: `/demo/${REGION}/echo` },
  { method: 'GET', url: '/nowhere' },
  { method: 'POST', url: '/nowhere' },
  { method: 'GET', url: '/%E0%A4%A' },
];

describe.each(REQUESTS)('$method $url', (request) => {
  it.each([
    'evil.example',
    'evil.example:3240',
    '127.0.0.1',
    '127.0.0.1:3241',
    'localhost:3240',
    `${HOST}.`,
    `user@${HOST}`,
    '',
  ])('is refused under the name %j', async (name) => {
    const response = await host.send({ ...request, headers: { host: name } });
    expect(response.statusCode).toBe(403);
    if (request.method !== 'HEAD') expect(response.json().error.status).toBe('PERMISSION_DENIED');
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `https://${HOST}` },
    { origin: 'http://127.0.0.1:8080' },
    { origin: `http://${HOST}`, 'sec-fetch-site': 'cross-site' },
  ])('is refused from another site with %j', async (headers) => {
    const response = await host.send({ ...request, headers });
    expect(response.statusCode).toBe(403);
    if (request.method === 'GET') expect(response.body).toContain('paste it into the address bar');
    else if (request.method !== 'HEAD') expect(response.json().error.status).toBe('PERMISSION_DENIED');
  });

  it.each([
    {},
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` },
  ])('is answered with %j', async (headers) => {
    const response = await host.send({ ...request, headers });
    expect(response.body).not.toMatch(/another site|under that name/);
    expect(response.statusCode).toBeLessThan(500);
  });

  it('carries the headers that tell a browser what it may do', async () => {
    const { headers } = await host.send(request);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';script-src 'self';style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['server']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['access-control-allow-origin']));
  });
});

describe('on a bare connection', () => {
  const line = (target: string): string => `POST ${target} HTTP/1.1\r\n`;
  const call = 'Content-Type: application/json\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{"data":null}';
  const path = `/demo/${REGION}/echo`;

  it.each([
    ['no name', 'GET /healthz HTTP/1.0\r\n\r\n', 403],
    ['an address of another host in the request line', 'GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a head that is too large', `GET /healthz HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a path that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431],
  ] as const)('a request with %s is refused', async (_what, text, code) => {
    const { port } = await listen(host);
    const answer = await exchange(port, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      error: expect.objectContaining({ status: code === 403 ? 'PERMISSION_DENIED' : 'INVALID_ARGUMENT' }),
    });
    expect(host.asked).toEqual([]);
  });

  it.each([
    'http://evil.example',
    'HTTP://evil.example:80',
    'https://user@evil.example',
    'http://127.0.0.1:1',
    'http://',
    '*',
  ])('a request whose line names %j is refused, whatever its Host header says', async (authority) => {
    const { port } = await listen(host);
    for (const target of [`${authority}${path}`, `${authority}/%ff`]) {
      const answer = await exchange(port, `${line(target)}Host: 127.0.0.1:${port}\r\n${call}`);
      // What is no address at all the parser refuses.
      expect(answer).toMatch(authority.endsWith('//') || authority === '*' ? /^HTTP\/1.1 40[03] / : /^HTTP\/1.1 403 /);
      if (answer.includes(' 403 ')) expect(answer).toContain('"PERMISSION_DENIED"');
    }
    expect(host.asked).toEqual([]);
  });

  it.each(['Host', 'host', 'HOST'])('a request with a second name, in a header called %s, is refused', async (header) => {
    const { port } = await listen(host);
    const right = `Host: 127.0.0.1:${port}\r\n`;
    expect(await exchange(port, `${line(path)}${right}${call}`)).toMatch(/^HTTP\/1.1 401 /);
    for (const second of [`127.0.0.1:${port}`, 'evil.example', '']) {
      const answer = await exchange(port, `${line(path)}${right}${header}: ${second}\r\n${call}`);
      expect(answer).toMatch(/^HTTP\/1.1 403 /);
      expect(answer).toContain('"PERMISSION_DENIED"');
    }
    expect(host.asked).toHaveLength(1);
  });
});

/** Sends text as it is and returns what comes back until the connection ends. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

describe('addresses', () => {
  it.each(['127.0.0.1', '127.9.0.2', '::1', '::ffff:127.0.0.1'])('are those of loopback at %s, with the port unless it is 80', (local) => {
    expect(hostHeaders(3240, local, ['192.168.1.5'])).toEqual(['127.0.0.1:3240', 'localhost:3240', '[::1]:3240']);
    expect(hostHeaders(80, local)).toEqual(['127.0.0.1', 'localhost', '[::1]']);
  });

  it.each([
    ['192.168.1.5', ['192.168.1.5:3240']],
    ['::ffff:192.168.1.5', ['192.168.1.5:3240']],
    ['::FFFF:10.0.0.5', ['10.0.0.5:3240']],
    // An address that was not given, one of the host's neighbours, one that only looks like loopback, a connection that is gone.
    ['8.8.8.8', []],
    ['192.168.1.50', []],
    ['::ffff:8.8.8.8', []],
    ['127.0.0.1.evil.example', []],
    [undefined, []],
  ] as const)('at %s are %j', (local, headers) => {
    expect(hostHeaders(3240, local, ['192.168.1.5', '10.0.0.5'])).toEqual(headers);
  });

  it('of the own network are private IPv4 addresses, each once', () => {
    const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) =>
      ({ address, family, internal, netmask: '', mac: '', cidr: null, ...(family === 'IPv6' ? { scopeid: 0 } : {}) }) as never;
    const lan = ['10.0.0.5', '172.16.0.1', '172.31.255.1', '192.168.1.7', '100.64.0.1', '100.127.0.9'];
    const not = ['8.8.8.8', '172.15.0.1', '172.32.0.1', '169.254.3.3', '100.63.0.1', '100.128.0.1', '192.169.0.1'];
    const interfaces = {
      lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
      eth: [...lan, ...not].map((address) => at(address)),
      wifi: [at('10.0.0.5'), at('fe80::1', 'IPv6'), at('10.9.9.9', 'IPv4', true)],
      gone: undefined,
    };
    expect(lanAddresses(interfaces)).toEqual(lan);
  });

  it('of this machine can be read', () => {
    expect(lanAddresses().every((address) => /^\d+\.\d+\.\d+\.\d+$/.test(address))).toBe(true);
  });
});
