import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bytes, callOf, MEGABYTE, rightAttacks } from './hostile-calls.ts';
import type { Attack, Call } from './hostile-request.ts';
import { nested } from './hostile-values.ts';
import { pathOf, type World } from './hostile-world.ts';

const LARGE_BYTES = 5 * MEGABYTE;
const FUNCTION = 'kpi_getPlatformDaily';

function form(kind: string, call: Call): Attack {
  return { kind, call, layer: 'form', outcomes: ['INVALID_ARGUMENT'] };
}

/** Bodies that are no call: broken JSON, JSON of another kind, `data` missing or not alone, other encodings. */
function bodies(world: World): fc.Arbitrary<Attack> {
  const right = `{"data":{"date":"${world.days[0]}"}}`;
  const texts = fc.constantFrom(
    '',
    ' ',
    '{',
    '{}',
    '[]',
    'null',
    'true',
    '5',
    '"data"',
    '{"Data":{}}',
    '{"data" {}}',
    '{"data":}',
    '{"data":undefined}',
    '{"data":{"date":NaN}}',
    '{"data":{"limit":Infinity}}',
    '{"data":{"limit":-Infinity}}',
    '{"data":{"limit":01}}',
    '{"data":{"limit":0x10}}',
    '{"data":{"date":"2025-12-01",}}',
    "{'data':{}}",
    '{data:{}}',
    '{"data":{}} //',
    '/**/{"data":{}}',
    '{"data":{}}{"data":{}}',
    '{"data":{"date":"\\x"}}',
    '{"data":{"date":"\u0001"}}',
    '{"data":{"date":"\\ud8"}}',
    'data=%7B%7D',
    '<?xml version="1.0"?><data/>',
    '\u0000',
    '\u0000'.repeat(1000),
    right.slice(0, -1),
    right.slice(1),
    `${right}x`,
    `[${right}]`,
    `"${right}"`,
    `{"data":{},"__proto__":{"data":{}}}`,
    `{"data":{},"constructor":{}}`,
    `{"data":{},"extra":1}`,
    `{"data":{},"auth":{"uid":"demo-admin","token":{"admin":true}}}`,
    `{"data":{},"":null}`,
    `{"__proto__":{"data":{}}}`,
    nested('[', ']'),
    nested('{"data":', '}', '{}').slice(0, -1),
    '['.repeat(500_000),
    '{"a":'.repeat(100_000),
  );
  const buffers = fc.constantFrom<() => Buffer>(
    () => Buffer.from(right, 'utf16le'),
    () => gzipSync(right),
    () => Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
    () => Buffer.concat([Buffer.from('{"data":{"date":"'), Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]), Buffer.from('"}}')]),
    () => Buffer.alloc(100_000, 0xff),
  );
  const random = fc.uint8Array({ maxLength: 500 }).filter((array) => array[0] !== 0x7b);
  return fc
    .oneof(
      { arbitrary: texts.map(bytes), weight: 12 },
      { arbitrary: buffers, weight: 3 },
      { arbitrary: random.map((array) => () => Buffer.from(array)), weight: 2 },
    )
    .chain((body) =>
      fc
        .constantFrom('length', 'chunked')
        .map((framing) => form('body', { ...callOf(world, FUNCTION, body), framing: framing as Call['framing'] })),
    );
}

/** Bodies of 5 MB, said to be so or in chunks. */
function large(world: World): fc.Arbitrary<Attack> {
  const fillings = fc.constantFrom(' ', 'x', '[', '{"data":');
  return fc.tuple(fillings, fc.constantFrom<Call['framing']>('length', 'chunked')).map(([filling, framing]) => {
    const body = (): Buffer => Buffer.from(filling.repeat(Math.ceil(LARGE_BYTES / filling.length)));
    return form('5 MB', { ...callOf(world, FUNCTION, body), framing });
  });
}

/** A right call that is said to be something else. */
function headers(world: World): fc.Arbitrary<Attack> {
  const types = fc
    .constantFrom(
      '',
      'text/plain',
      'text/json',
      'text/html',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json5',
      'application/ld+json',
      'application/json, text/plain',
      'text/plain; application/json',
      'application/json; charset=utf-16',
      'application/json; charset=latin1',
      'application/octet-stream',
      'application',
      '*/*',
      'x'.repeat(2_000),
    )
    .map((type) => ({ 'content-type': type }));
  const encodings = fc.constantFrom('gzip', 'deflate', 'br', 'compress', 'nonsense').map((encoding) => ({
    'content-type': 'application/json',
    'content-encoding': encoding,
  }));
  return fc
    .tuple(rightAttacks(world), fc.oneof(types, encodings))
    .map(([{ call }, wrong]) => form(`header ${JSON.stringify(wrong)}`.slice(0, 80), { ...call, headers: wrong }));
}

function methods(world: World): fc.Arbitrary<Attack> {
  const methods = fc.constantFrom('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH');
  return fc.tuple(rightAttacks(world), methods).map(([{ call }, method]) => ({
    ...form(`method ${method}`, { ...call, method, ...(method === 'GET' || method === 'HEAD' ? { body: undefined } : {}) }),
    outcomes: ['INVALID_ARGUMENT', 'NOT_FOUND'],
  }));
}

/** Regions and functions that there are none of. */
function paths(world: World): fc.Arbitrary<Attack> {
  const names = fc.constantFrom(
    'kpi_getNothing',
    'kpi_getPlatformDail',
    'kpi_getPlatformDailyy',
    'KPI_getPlatformDaily',
    'kpi_getplatformdaily',
    'kpi_getPlatformDaily%00',
    'kpi_getPlatformDaily%20',
    'kpi_getPlatformDaily.json',
    'kpi_getPlatformDaily;x=1',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5c..%5cwindows',
    '%c0%ae%c0%ae',
    '%ff',
    '%',
    '%zz',
    '%00',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'then',
    '*',
    ':name',
    '(.*)',
    '%F0%9F%98%80',
    'x'.repeat(500),
    'x'.repeat(8_000),
    '%41'.repeat(2_000),
  );
  const whole = fc.constantFrom(
    pathOf({ ...world, region: 'us-central1' }, FUNCTION),
    pathOf({ ...world, region: world.region.toUpperCase() }, FUNCTION),
    pathOf({ ...world, region: '..' }, FUNCTION),
    `/${FUNCTION}`,
    `/${world.region}/${FUNCTION}`,
    `${pathOf(world, FUNCTION)}/`,
    `${pathOf(world, FUNCTION)}/extra`,
    `/${pathOf(world, FUNCTION)}`,
    `/x${pathOf(world, FUNCTION)}`,
    '/',
    '/..',
    '/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    `/demo-kpi/${world.region}/../${world.region}/${FUNCTION}`,
    '/index.html',
    '/healthz',
    `http://evil.example${pathOf(world, FUNCTION)}`,
    '*',
  );
  const path = fc.oneof(
    names.map((name) => pathOf(world, name)),
    whole,
  );
  return fc.tuple(rightAttacks(world), path).map(([{ call }, wrong]) => ({
    ...form(`path ${wrong.slice(0, 80)}`, { ...call, path: wrong }),
    outcomes: wrong.startsWith('/') ? ['NOT_FOUND', 'INVALID_ARGUMENT'] : ['PERMISSION_DENIED', 'NOT_FOUND', 'INVALID_ARGUMENT'],
  }));
}

/** Requests that come under another name or from another site. */
function foreign(world: World): fc.Arbitrary<Attack> {
  const port = world.host.split(':')[1];
  const hosts = fc
    .constantFrom(
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `127.0.0.1:${port}0`,
      `127.0.0.1:${port}.evil.example`,
      `127.0.0.1.evil.example:${port}`,
      `evil.example@127.0.0.1:${port}`,
      `127.0.0.1:${port}@evil.example`,
      `127.1:${port}`,
      `2130706433:${port}`,
      `0.0.0.0:${port}`,
      `127.0.0.2:${port}`,
      `169.254.169.254:${port}`,
      `http://127.0.0.1:${port}`,
      `127.0.0.1:${port},evil.example`,
      `127.0.0.1:${port}/`,
      'x'.repeat(4_000),
    )
    .map((host) => ({ host }));
  const origins = fc
    .constantFrom(
      'http://evil.example',
      'null',
      `https://${world.host}`,
      'http://127.0.0.1:1',
      `http://${world.host}.evil.example`,
      `http://${world.host}/`,
      'file://',
      '',
    )
    .map((origin) => ({ origin }));
  const sites = fc.constantFrom('cross-site', 'same-site', 'Same-Origin', 'nonsense', '').map((site) => ({ 'sec-fetch-site': site }));
  const pages = fc.constant({
    origin: 'http://evil.example',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
    referer: 'http://evil.example/',
  });
  return fc.tuple(rightAttacks(world), fc.oneof(hosts, origins, sites, pages)).map(([{ call }, wrong]) => ({
    kind: `foreign ${JSON.stringify(wrong)}`.slice(0, 100),
    call: { ...call, headers: { ...call.headers, ...wrong } },
    layer: 'guard',
    outcomes: ['PERMISSION_DENIED'],
  }));
}

/** Headers that change nothing, however they look. */
function harmless(world: World): fc.Arbitrary<Attack> {
  const more = fc.constantFrom<Record<string, string>>(
    { 'content-type': 'application/json; charset=utf-8' },
    { 'content-type': 'Application/JSON;charset=UTF-8' },
    { origin: `http://${world.host}`, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-proto': 'https',
      forwarded: 'for=1.2.3.4;host=evil.example',
    },
    { 'x-http-method-override': 'DELETE', 'x-method-override': 'GET' },
    { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' },
    { cookie: 'kpi_session=', accept: '*/*', 'accept-encoding': 'gzip, br', range: 'bytes=0-1', 'if-none-match': '*' },
    { cookie: `__proto__=1; ${'a=b; '.repeat(500)}` },
    { 'firebase-instance-id-token': 'x', 'x-firebase-appcheck': 'x' },
    { connection: 'close' },
    { expect: '100-continue' },
    { upgrade: 'websocket', connection: 'Upgrade' },
    { purpose: 'prefetch', 'sec-purpose': 'prefetch' },
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-header-${index}`, 'y'.repeat(30)])),
    { 'x-long': 'y'.repeat(10_000) },
    { 'x-latin': '\u00FF\u00E9' },
  );
  const query = fc.constantFrom('', '', '', '?', '?data=1', '?__proto__[x]=1', `?${'x'.repeat(2_000)}`);
  return fc.tuple(rightAttacks(world), more, query).map(([attack, added, search]) => ({
    ...attack,
    kind: `${attack.kind} with more headers`,
    call: { ...attack.call, path: `${attack.call.path}${search}`, headers: { ...attack.call.headers, ...added } },
  }));
}

/** Requests whose form is wrong, and some whose form is odd and right. */
export function formAttacks(world: World): fc.Arbitrary<Attack> {
  return fc.oneof(
    { arbitrary: bodies(world), weight: 10 },
    { arbitrary: headers(world), weight: 6 },
    { arbitrary: paths(world), weight: 8 },
    { arbitrary: foreign(world), weight: 6 },
    { arbitrary: methods(world), weight: 4 },
    { arbitrary: harmless(world), weight: 5 },
    { arbitrary: large(world), weight: 1 },
  );
}
