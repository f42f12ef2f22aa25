import { ENDPOINTS, KpiError, SCHEDULED_JOBS } from '@pack324a/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log, openHost } from '../src/host.ts';
import * as functions from '../src/index.ts';
import * as endpoints from '../src/pack324a-kpi-endpoints.ts';
import { type HostDouble, hostDouble } from './host-double.ts';

vi.mock('../src/host.ts', () => ({ openHost: vi.fn(), log: vi.fn() }));

type Handler = (request: object, response?: object) => Promise<unknown>;

let host: HostDouble;

beforeEach(() => {
  host = hostDouble();
  vi.mocked(openHost).mockReset().mockResolvedValue(host);
  vi.mocked(log).mockReset();
});

afterEach(() => vi.unstubAllEnvs());

const { kpi_admin_triggerAggregation, kpi_getMetrics, kpi_getPlatformDaily } = endpoints;
const admin = { auth: { uid: 'admin' }, acceptsStreaming: false };
const day = { date: '2026-03-01' };

function handler(callable: { run: unknown }): Handler {
  return callable.run as Handler;
}

describe('the exports', () => {
  it('are every endpoint, every job and the task of the backfill', () => {
    const names = [...Object.keys(ENDPOINTS), ...SCHEDULED_JOBS.map(({ name }) => name), 'kpiBackfillDay'];
    expect(Object.keys(functions).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(endpoints))('%s calls the endpoint of its name', async (name, callable) => {
    const call = vi.fn(async () => 'answer');
    vi.mocked(openHost).mockResolvedValue({ ...host, api: { call } });
    expect(await handler(callable)({ ...admin, data: { any: 1 } })).toBe('answer');
    expect(call).toHaveBeenCalledWith(name, { uid: 'admin' }, { any: 1 }, undefined);
  });
});

describe('a callable', () => {
  it('answers an admin', async () => {
    expect(await handler(kpi_getPlatformDaily)({ ...admin, data: day })).toMatchObject({ date: '2026-03-01', revenue: { tokensSpent: 5 } });
  });

  it('refuses who is not signed in, and who is no admin', async () => {
    await expect(handler(kpi_getMetrics)({ data: {} })).rejects.toMatchObject({
      code: 'unauthenticated',
      details: { hint: expect.any(String) },
    });
    await expect(handler(kpi_getMetrics)({ auth: { uid: 'user' }, data: {} })).rejects.toMatchObject({ code: 'permission-denied' });
  });

  it('says what is wrong with a request, in the words of the API', async () => {
    await expect(handler(kpi_getPlatformDaily)({ ...admin, data: { date: '2027-01-01' } })).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { field: 'date', expected: expect.any(String) },
    });
  });

  it('keeps to itself what went wrong inside', async () => {
    host.jobs.reader.failSource('walletTransactions', new Error('secret row'));
    const failure = await handler(kpi_getPlatformDaily)({ ...admin, data: day }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'internal', details: { reference: expect.any(String) } });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  it('answers with a reference to the log when it cannot be made ready', async () => {
    vi.mocked(openHost).mockRejectedValue(new KpiError('invalid-config', 'KPI_CONFIG is not valid:\n  "sorces" is unknown'));
    const failure = await handler(kpi_getMetrics)({ ...admin, data: {} }).catch((error: { details: unknown }) => error);
    expect(failure).toMatchObject({ code: 'internal', message: expect.not.stringContaining('sorces') });
    const { reference } = (failure as { details: { reference: string } }).details;
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({ level: 'error', event: 'call-failed', reference, error: expect.stringContaining('"sorces" is unknown') }),
    );
  });

  it('logs what an engine itself said, and answers nothing of it', async () => {
    const error = new KpiError('database-failed', 'A query needs an index.', { hint: 'Merge.' });
    error.cause = new Error('create it here: link');
    vi.mocked(openHost).mockRejectedValue(error);
    const failure = await handler(kpi_getMetrics)({ ...admin, data: {} }).catch((thrown: unknown) => thrown);
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ event: 'call-failed', cause: 'create it here: link' }));
    expect(JSON.stringify(failure)).not.toContain('link');
  });

  it('needs a valid App Check token only where that is enforced', async () => {
    vi.stubEnv('KPI_ENFORCE_APP_CHECK', 'true');
    await expect(handler(kpi_getMetrics)({ ...admin, data: {} })).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(openHost).not.toHaveBeenCalled();
    expect(await handler(kpi_getMetrics)({ ...admin, app: { appId: 'app' }, data: {} })).toBeDefined();
    vi.stubEnv('KPI_ENFORCE_APP_CHECK', 'false');
    expect(await handler(kpi_getMetrics)({ ...admin, data: {} })).toBeDefined();
  });

  it('sends its progress to a client that accepts it, even when that has gone away', async () => {
    const sendChunk = vi.fn(async () => Promise.reject(new Error('gone')));
    const request = { ...admin, acceptsStreaming: true, data: day };
    expect(await handler(kpi_admin_triggerAggregation)(request, { sendChunk })).toMatchObject({ success: true, creatorsProcessed: 1 });
    expect(sendChunk).toHaveBeenCalledWith({ step: 'stored', part: '2026-03-01', section: 'creators', documents: 1 });
  });

  it('sends nothing to a client that does not listen', async () => {
    const sendChunk = vi.fn(async () => true);
    await handler(kpi_admin_triggerAggregation)({ ...admin, data: day }, { sendChunk });
    expect(sendChunk).not.toHaveBeenCalled();
  });
});
