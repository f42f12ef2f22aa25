import fc from 'fast-check';
import { dataAttacks, MEGABYTE, rightAttacks } from './hostile-calls.ts';
import { formAttacks } from './hostile-forms.ts';
import { expectedOf, type HostileRequest, type Outcome, printable, type Sender } from './hostile-request.ts';
import { pathOf, SHAPES, type World } from './hostile-world.ts';

/** `value` with the character in the middle of its last part changed: a signature that is not right. */
function tampered(token: string): string {
  const at = token.length - 20;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The claims of a token, under another algorithm or nobody's signature. */
function resigned(token: string, header: object, signature: string): string {
  return `${encoded(header)}.${token.split('.')[1]}.${signature}`;
}

function brokenHeaders({ tokens: { admin, user } }: World): fc.Arbitrary<string> {
  const [head = '', , signature = ''] = admin.split('.');
  return fc
    .constantFrom(
      '',
      'x',
      'undefined',
      'null',
      'demo-admin',
      tampered(admin),
      admin.slice(0, -10),
      `${admin}x`,
      admin.toUpperCase(),
      admin.split('.').reverse().join('.'),
      resigned(admin, { alg: 'none', typ: 'JWT' }, ''),
      resigned(admin, { alg: 'None' }, 'x'),
      resigned(admin, { alg: 'HS512' }, signature),
      resigned(admin, { alg: 'RS256', jku: 'http://evil.example/keys' }, signature),
      resigned(admin, { alg: 'HS256', kid: '../../../../dev/null' }, signature),
      `${user.split('.')[0]}.${admin.split('.')[1]}.${user.split('.')[2]}`,
      `${head}.${encoded({ sub: 'demo-admin', aud: 'script', iss: 'kpi', exp: 9_999_999_999 })}.${signature}`,
      '..',
      'a.b.c',
      '\u00FF\u00FE',
      'x'.repeat(6_000),
    )
    .chain((token) => fc.constantFrom(`Bearer ${token}`, `Bearer ${token}`, `Bearer ${token}`, token === '' ? 'Bearer' : `Basic ${token}`));
}

function senders(world: World): fc.Arbitrary<Sender> {
  const { admin, user } = world.tokens;
  return fc.oneof(
    { arbitrary: fc.constant<Sender>({ kind: 'admin', authorization: `Bearer ${admin}` }), weight: 10 },
    { arbitrary: fc.constant<Sender>({ kind: 'user', authorization: `Bearer ${user}` }), weight: 3 },
    { arbitrary: fc.constant<Sender>({ kind: 'nobody' }), weight: 2 },
    { arbitrary: brokenHeaders(world).map((authorization): Sender => ({ kind: 'broken', authorization })), weight: 2 },
  );
}

function calls(world: World): fc.Arbitrary<HostileRequest> {
  const attacks = fc.oneof(
    { arbitrary: rightAttacks(world), weight: 4 },
    { arbitrary: dataAttacks(world), weight: 9 },
    { arbitrary: formAttacks(world), weight: 9 },
  );
  return fc.tuple(attacks, senders(world)).map(([attack, sender]) => ({
    ...attack.call,
    kind: attack.kind,
    sender,
    expected: expectedOf(attack, sender),
  }));
}

/** Right requests to aggregate a stored day anew, from whoever may not. */
function forbiddenWrites(world: World): fc.Arbitrary<HostileRequest> {
  const writers = SHAPES.filter(({ writes }) => writes === true);
  return fc
    .tuple(
      fc.constantFrom(...writers),
      fc.constantFrom(...world.days),
      senders(world).filter(({ kind }) => kind !== 'admin'),
    )
    .map(([{ name }, date, sender]) => ({
      kind: `forbidden ${name}`,
      method: 'POST',
      path: pathOf(world, name),
      headers: { 'content-type': 'application/json' },
      body: () => Buffer.from(JSON.stringify({ data: { date } })),
      framing: 'length',
      sender,
      expected: expectedOf({ layer: 'data', outcomes: [] }, sender),
    }));
}

/** The other routes of the host: none of them lets an admin of the API in, and no path leads out of the page's folder. */
function otherRoutes(world: World): fc.Arbitrary<HostileRequest> {
  const routes = fc.constantFrom<readonly [method: string, path: string, body: string | undefined, ...expected: Outcome[]]>(
    ['GET', '/../package.json', undefined, '404'],
    ['GET', '/%2e%2e/package.json', undefined, '404', '403', '400'],
    ['GET', '/..%2f..%2fpackage.json', undefined, '404', '403', '400'],
    ['GET', '/....//....//etc/passwd', undefined, '404', '403'],
    ['GET', '/%00', undefined, '404', '400'],
    ['GET', '/.env', undefined, '404'],
    ['GET', '/kpi.duckdb', undefined, '404'],
    ['GET', `/${'x'.repeat(5_000)}`, undefined, '404'],
    ['GET', '/sign-in', undefined, '403', '429', '400'],
    ['GET', '/sign-in?key=', undefined, '403', '429', '400'],
    ['GET', '/sign-in?key=x&key=y', undefined, '403', '429', '400'],
    ['GET', `/sign-in?key=${'A'.repeat(43)}`, undefined, '403', '429'],
    ['POST', '/pair', '{"code":"AAAAAAAA"}', '403', '429'],
    ['POST', '/pair', '{"code":{"$ne":null}}', '400', '403', '429'],
    ['POST', '/pair', '[', '400', '403', '429'],
    ['POST', '/operations/aggregate', '{}', 'UNAUTHENTICATED', 'RESOURCE_EXHAUSTED'],
    ['POST', '/operations/token', '{"uid":"demo-admin","form":"bearer"}', 'UNAUTHENTICATED', 'RESOURCE_EXHAUSTED'],
    ['POST', '/operations/__proto__', '{', 'UNAUTHENTICATED', 'RESOURCE_EXHAUSTED'],
  );
  return fc.tuple(routes, senders(world)).map(([[method, path, body, ...expected], sender]) => ({
    kind: `${method} ${path.slice(0, 40)}`,
    method,
    path,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : () => Buffer.from(body),
    framing: 'length',
    sender,
    expected,
  }));
}

/** What is no HTTP, or says of its own length what is not so. What cannot be told apart from a broken line may be closed. */
function brokenProtocol(world: World): fc.Arbitrary<HostileRequest> {
  const path = pathOf(world, 'kpi_getPlatformDaily');
  const body = `{"data":{"date":"${world.days[0]}"}}`;
  const head = (...lines: string[]): string =>
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${world.host}`,
      'Content-Type: application/json',
      `Authorization: Bearer ${world.tokens.user}`,
      ...lines,
      '',
      '',
    ].join('\r\n');
  const large = 5 * MEGABYTE;
  const requests = fc.constantFrom<readonly [kind: string, bytes: () => string, ...expected: Outcome[]]>(
    ['nothing', () => '\r\n\r\n', 'INVALID_ARGUMENT', 'closed'],
    ['TLS', () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 'INVALID_ARGUMENT', 'closed'],
    ['noise', () => '\u0000\u00FF'.repeat(100), 'INVALID_ARGUMENT', 'closed'],
    ['unknown method', () => `FETCH ${path} HTTP/1.1\r\nHost: ${world.host}\r\n\r\n`, 'INVALID_ARGUMENT', 'closed'],
    ['HTTP/9.9', () => `POST ${path} HTTP/9.9\r\nHost: ${world.host}\r\n\r\n`, 'INVALID_ARGUMENT', 'closed'],
    ['no host', () => `POST ${path} HTTP/1.1\r\nContent-Length: 0\r\n\r\n`, 'INVALID_ARGUMENT', 'PERMISSION_DENIED', '400'],
    ['empty host', () => `POST ${path} HTTP/1.1\r\nHost:\r\nContent-Length: 0\r\n\r\n`, 'PERMISSION_DENIED'],
    ['HTTP/1.0 without host', () => `POST ${path} HTTP/1.0\r\nContent-Length: 0\r\n\r\n`, 'PERMISSION_DENIED'],
    ['two lengths', () => `${head('Content-Length: 5', 'Content-Length: 6')}{}`, 'INVALID_ARGUMENT', 'closed'],
    ['negative length', () => `${head('Content-Length: -1')}{}`, 'INVALID_ARGUMENT', 'closed'],
    ['length in hex', () => `${head('Content-Length: 0x10')}${body}`, 'INVALID_ARGUMENT', 'closed'],
    ['length and chunks', () => `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`, 'INVALID_ARGUMENT', 'closed'],
    ['chunks of gzip', () => `${head('Transfer-Encoding: gzip, chunked')}0\r\n\r\n`, 'INVALID_ARGUMENT', 'closed'],
    ['broken chunk', () => `${head('Transfer-Encoding: chunked')}zz\r\n${body}\r\n0\r\n\r\n`, 'INVALID_ARGUMENT', 'closed'],
    ['space before colon', () => head('X-Header : 1', 'Content-Length: 0'), 'INVALID_ARGUMENT', 'closed'],
    ['control character in header', () => head('X-Header: \u0001', 'Content-Length: 0'), 'INVALID_ARGUMENT', 'closed'],
    ['header too large', () => head(`X-Header: ${'y'.repeat(40_000)}`, 'Content-Length: 0'), '431', 'closed'],
    [
      'too many headers',
      () => head(...Array.from({ length: 3_000 }, (_, index) => `X-H-${index}: y`), 'Content-Length: 0'),
      '431',
      'closed',
    ],
    ['path too long', () => `POST /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: ${world.host}\r\n\r\n`, '431', 'closed'],
    ['shorter than said', () => `${head(`Content-Length: ${body.length + 100}`)}${body}`, 'INVALID_ARGUMENT', 'closed'],
    ['longer than said', () => `${head('Content-Length: 5')}${body}`, 'INVALID_ARGUMENT', 'closed'],
    ['5 MB said to be 5 bytes', () => `${head('Content-Length: 5')}${'x'.repeat(large)}`, 'INVALID_ARGUMENT', 'closed'],
    ['5 MB said to be 10 MB', () => `${head(`Content-Length: ${2 * large}`)}${'x'.repeat(large)}`, 'INVALID_ARGUMENT', 'closed'],
    ['5 MB said to be 10 TB', () => `${head('Content-Length: 10995116277760')}${'x'.repeat(large)}`, 'INVALID_ARGUMENT', 'closed'],
    [
      '5 MB in one chunk',
      () => `${head('Transfer-Encoding: chunked')}${large.toString(16)}\r\n${'x'.repeat(large)}\r\n0\r\n\r\n`,
      'INVALID_ARGUMENT',
    ],
    ['other expectation', () => head('Expect: a-miracle', `Content-Length: ${body.length}`) + body, '417'],
  );
  return requests.map(([kind, bytes, ...expected]) => ({
    kind: `protocol: ${kind}`,
    method: 'POST',
    path,
    headers: {},
    body: () => Buffer.from(bytes(), 'latin1'),
    framing: 'raw',
    sender: { kind: 'nobody' },
    expected,
  }));
}

/** Hostile requests of every kind, with right ones among them, each with the outcomes that are right for it. */
export function hostileRequests(world: World): fc.Arbitrary<HostileRequest> {
  return fc
    .oneof(
      { arbitrary: calls(world), weight: 40 },
      { arbitrary: forbiddenWrites(world), weight: 2 },
      { arbitrary: otherRoutes(world), weight: 3 },
      { arbitrary: brokenProtocol(world), weight: 3 },
    )
    .map(printable);
}
