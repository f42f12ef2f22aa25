import { KpiError } from '@pack324a/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROPERTY } from '../../../packages/core/test/property.ts';
import { REGION, type TestHost, testHost } from './support.ts';

const PATH = `/demo/${REGION}/echo`;

let host: TestHost;

beforeEach(async () => {
  host = await testHost();
});
afterEach(() => host.app.close());

describe('a call', () => {
  it('is answered with its result', async () => {
    const response = await host.call({ payload: '{"data":{"date":"2025-12-11","limit":5,"all":[true,null,"x"]}}' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual({ result: { uid: 'admin', data: { date: '2025-12-11', limit: 5, all: [true, null, 'x'] } } });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/json; charset="utf-8"',
  ])('may say its content is %s', async (type) => {
    expect((await host.call({ headers: { 'content-type': type } })).statusCode).toBe(200);
  });

  it('may be for any project', async () => {
    for (const project of ['demo', 'my-project-1', 'x'.repeat(500), '%20']) {
      expect((await host.call({ url: `/${project}/${REGION}/echo` })).statusCode).toBe(200);
    }
  });

  it.each([
    `/demo/us-central1/echo`,
    `/demo/${REGION}/nothing`,
    `/demo/${REGION}/${'x'.repeat(5000)}`,
    `/demo/${REGION}/__proto__`,
  ])('of %s is not found', async (url) => {
    const response = await host.call({ url });
    expect(response.statusCode).toBe(404);
    expect(response.json().error.status).toBe('NOT_FOUND');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('by %s is no call', async (method) => {
    const response = await host.call({ method });
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({ status: 'INVALID_ARGUMENT', details: { expected: 'the method POST' } });
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json, text/plain',
    'application/jsonp',
    'not a type',
  ])('whose content is said to be %j is refused', async (type) => {
    const response = await host.send({
      method: 'POST',
      url: PATH,
      payload: Buffer.from('{"data":null}'),
      headers: type === undefined ? {} : { 'content-type': type },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.status).toBe('INVALID_ARGUMENT');
    expect(host.asked).toEqual([]);
  });

  it.each(['gzip', 'br', 'deflate', 'x'])('whose body is encoded with %s is refused', async (encoding) => {
    const response = await host.call({ headers: { 'content-encoding': encoding } });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.status).toBe('INVALID_ARGUMENT');
  });

  const BODIES: readonly (readonly [string, string | Buffer])[] = [
    ['nothing', ''],
    ['broken JSON', '{"data":'],
    ['two values', '{"data":1}{"data":2}'],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"data"'],
    ['a list', '[{"data":1}]'],
    ['an empty object', '{}'],
    ['another field', '{"date":1}'],
    ['a further field', '{"data":1,"more":2}'],
    ['__proto__ beside the data', '{"__proto__":{"x":1},"data":1}'],
    ['__proto__ in place of the data', '{"__proto__":{"data":1}}'],
    ['__proto__ in the data', '{"data":{"__proto__":{"polluted":1}}}'],
    ['__proto__ written otherwise', '{"data":{"\\u005f_proto__":{"polluted":1}}}'],
    ['constructor in the data', '{"data":{"a":[{"constructor":{"prototype":{"polluted":1}}}]}}'],
    ['prototype in the data', '{"data":{"prototype":1}}'],
    ['no UTF-8', Buffer.from([...Buffer.from('{"data":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
    ['UTF-16', Buffer.from('{"data":null}', 'utf16le')],
    ['a byte order mark', '\ufeff{"data":null}'],
    ['a number beyond all', '{"data":1e999}'],
    ['deep nesting', `{"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['deep nesting of objects', `{"data":${'{"a":'.repeat(33)}1${'}'.repeat(33)}}`],
    ['more than 1 MiB', `{"data":"${'x'.repeat(1024 * 1024)}"}`],
    ['an unknown type', '{"data":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"5s"}}'],
    ['a whole number beyond exact ones', '{"data":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"9007199254740993"}}'],
    ['a fraction said to be whole', '{"data":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"1.5"}}'],
    ['text said to be a number', '{"data":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"5x"}}'],
    ['a negative number said to have no sign', '{"data":{"@type":"type.googleapis.com/google.protobuf.UInt64Value","value":"-5"}}'],
    ['a wrapper without a value', '{"data":[{"@type":"type.googleapis.com/google.protobuf.Int64Value"}]}'],
  ];
  it.each(BODIES)('with %s is refused', async (_what, payload) => {
    const response = await host.call({ payload });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.status).toBe('INVALID_ARGUMENT');
    expect(host.asked).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('may wrap whole numbers', async () => {
    const type = 'type.googleapis.com/google.protobuf.';
    const data = {
      limit: { '@type': `${type}Int64Value`, value: '5' },
      list: [
        { '@type': `${type}Int64Value`, value: '-9007199254740991' },
        { '@type': `${type}UInt64Value`, value: '9007199254740991' },
        { '@type': `${type}UInt64Value`, value: 7 },
      ],
    };
    await host.call({ payload: JSON.stringify({ data }) });
    expect(host.asked[0]?.data).toEqual({ limit: 5, list: [-9007199254740991, 9007199254740991, 7] });
  });

  it('of 1 MiB is read', async () => {
    const payload = `{"data":"${'x'.repeat(1024 * 1024 - 11)}"}`;
    expect(Buffer.byteLength(payload)).toBe(1024 * 1024);
    expect((await host.call({ payload })).statusCode).toBe(200);
  });

  const jsonData = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)));
  it('brings any data through unchanged', async () => {
    const fields = /"(?:__proto__|constructor|prototype|@type)":/;
    await fc.assert(
      fc.asyncProperty(jsonData, async (data) => {
        fc.pre(!fields.test(JSON.stringify(data)));
        expect((await host.call({ payload: JSON.stringify({ data }) })).json()).toEqual({ result: { uid: 'admin', data } });
      }),
      PROPERTY,
    );
  });

  it('of any bytes is never an inner failure', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.string().map((text) => Buffer.from(`{"data":${text}}`)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (payload) => {
        expect([200, 400]).toContain((await host.call({ payload })).statusCode);
      }),
      PROPERTY,
    );
  });
});

describe('what goes wrong', () => {
  it.each([
    ['invalid-argument', 400, 'INVALID_ARGUMENT'],
    ['out-of-range', 400, 'OUT_OF_RANGE'],
    ['failed-precondition', 400, 'FAILED_PRECONDITION'],
    ['not-found', 404, 'NOT_FOUND'],
    ['permission-denied', 403, 'PERMISSION_DENIED'],
    ['unauthenticated', 401, 'UNAUTHENTICATED'],
    ['resource-exhausted', 429, 'RESOURCE_EXHAUSTED'],
    ['unavailable', 503, 'UNAVAILABLE'],
    ['internal', 500, 'INTERNAL'],
  ] as const)('as %s is sent with code %i', async (code, httpCode, status) => {
    const api = {
      call: () => Promise.reject(new KpiError(code, 'No.', { field: 'date', expected: 'a date', hint: 'Try again.', reference: 'r1' })),
    };
    const failing = await testHost({ api });
    const response = await failing.call({});
    expect(response.statusCode).toBe(httpCode);
    expect(response.json()).toEqual({
      error: { status, message: 'No.', details: { field: 'date', expected: 'a date', hint: 'Try again.', reference: 'r1' } },
    });
    await failing.app.close();
  });

  it.each(['fail', 'nan'])('unexpectedly in %s is told under a reference, with the details in the log only', async (name) => {
    const response = await host.call({ url: `/demo/${REGION}/${name}` });
    const { error } = response.json();
    expect(response.statusCode).toBe(500);
    expect(error.status).toBe('INTERNAL');
    expect(error.details.reference).toMatch(/^[\da-f-]{36}$/);
    expect(error.message).toContain(error.details.reference);
    expect(response.body).not.toMatch(/secret-detail|NaN|at .*\.ts/);
    const line = host
      .logged()
      .split('\n')
      .find((text) => text.includes(error.details.reference));
    expect(line).toMatch(/secret-detail|holds NaN/);
  });
});

describe('the caller of a call', () => {
  const callWith = async (headers: Record<string, string>) =>
    host.send({ method: 'POST', url: PATH, payload: '{"data":1}', headers: { 'content-type': 'application/json', ...headers } });

  it('is nobody without credentials, which the api refuses', async () => {
    expect((await callWith({})).statusCode).toBe(401);
    expect(host.asked).toEqual([{ name: 'echo', caller: undefined, data: 1 }]);
  });

  it.each(['session', 'script'] as const)('is the user of a bearer token for a %s', async (kind) => {
    expect((await callWith({ authorization: `Bearer ${await host.token(kind)}` })).json().result.uid).toBe('admin');
    expect((await callWith({ authorization: `bearer  ${await host.token(kind)}` })).json().result.uid).toBe('admin');
  });

  it('is the user of a session cookie', async () => {
    expect((await callWith({ cookie: `a=b; kpi_session_3240=${await host.token('session')}` })).json().result.uid).toBe('admin');
  });

  it('is the user of the bearer token when there is a cookie as well', async () => {
    const other = await host.identity.issueToken('other', 'session', 60_000);
    const authorization = `Bearer ${await host.token('script')}`;
    expect((await callWith({ authorization, cookie: `kpi_session_3240=${other}` })).json().result.uid).toBe('admin');
  });

  it.each([
    'Bearer nonsense',
    'Bearer',
    '',
    'Basic YWRtaW46YWRtaW4=',
    'Bearer a.b.c d',
  ])('is refused with the authorization %j, cookie or not', async (authorization) => {
    const response = await callWith({ authorization, cookie: `kpi_session_3240=${await host.token('session')}` });
    expect(response.statusCode).toBe(401);
    expect(response.json().error.status).toBe('UNAUTHENTICATED');
    expect(host.asked).toEqual([]);
  });

  it('is refused with a token of another kind', async () => {
    for (const headers of [
      { authorization: `Bearer ${await host.token('operator')}` },
      { cookie: `kpi_session_3240=${await host.token('operator')}` },
      { cookie: `kpi_session_3240=${await host.token('script')}` },
    ]) {
      expect((await callWith(headers)).statusCode).toBe(401);
    }
    expect(host.asked).toEqual([]);
  });

  it('is refused once the token has expired', async () => {
    const authorization = `Bearer ${await host.token('script')}`;
    const cookie = `kpi_session_3240=${await host.token('session')}`;
    expect((await callWith({ authorization })).statusCode).toBe(200);
    host.time.ms += 3_600_000;
    expect((await callWith({ authorization })).statusCode).toBe(401);
    expect((await callWith({ cookie })).statusCode).toBe(401);
  });
});

describe('failed authentication', () => {
  it('is answered with 429 after 20 within a minute from one address, while others and valid calls go through', async () => {
    const attempt = (remoteAddress: string) => host.call({ headers: { authorization: 'Bearer wrong' }, remoteAddress });
    for (let count = 0; count < 20; count += 1) expect((await attempt('10.0.0.9')).statusCode).toBe(401);
    const limited = await attempt('10.0.0.9');
    expect(limited.statusCode).toBe(429);
    expect(limited.json().error.status).toBe('RESOURCE_EXHAUSTED');
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await attempt('10.0.0.8')).statusCode).toBe(401);
    for (let count = 0; count < 100; count += 1) expect((await host.call({ remoteAddress: '10.0.0.9' })).statusCode).toBe(200);
    expect((await attempt('10.0.0.9')).statusCode).toBe(429);
  });
});
