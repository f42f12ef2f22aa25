import { KpiError, type SourceName } from '@pack324a/core';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceDays } from '../src/operations/source-days.ts';
import { sessionAt, temporaryFiles } from './demo-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const NOW = Date.parse('2025-06-15T00:00:05Z');

type Rows = Partial<Record<SourceName, readonly Readonly<Record<string, unknown>>[]>>;

function daysOf(rows: Rows, nowMs = NOW): Promise<unknown> {
  return sessionAt(files.fresh(), nowMs, async (session) => {
    for (const [source, ofSource] of Object.entries(rows)) await importRows(session, source as SourceName, ofSource);
    return sourceDays(session).catch((error: unknown) => error);
  });
}

const ledger = (...times: string[]): Rows => ({ walletTransactions: times.map(spendAt) });

describe('the days of the sources', () => {
  it('reach from the first to the last row of any source', async () => {
    const rows: Rows = {
      ...ledger('2025-03-04T12:00:00Z', '2025-03-06T23:59:59.999Z'),
      safetyAlerts: [{ id: 'a', createdAt: '2025-03-02T00:00:00Z', type: 'PANIC' }],
      enforcement_logs: [{ id: 'b', createdAt: '2025-03-09T00:00:00Z', action: 'BAN' }],
    };
    expect(await daysOf(rows)).toEqual({ from: '2025-03-02', to: '2025-03-09' });
  });

  it('are not made by sign-ups, which reach back further and go on for longer', async () => {
    const users = [
      { id: 'first', createdAt: '2019-01-01T00:00:00Z' },
      { id: 'last', createdAt: '2025-06-14T00:00:00Z' },
    ];
    expect(await daysOf({ users, ...ledger('2025-03-04T12:00:00Z') })).toEqual({ from: '2025-03-04', to: '2025-03-04' });
  });

  it.each([
    ['today', '2025-06-15T00:00:01Z'],
    ['yesterday', '2025-06-14T00:00:00Z'],
  ])('go on to today when the last row is of %s', async (_, last) => {
    expect(await daysOf(ledger('2025-06-01T00:00:00Z', last))).toEqual({ from: '2025-06-01', to: '2025-06-15' });
  });

  it('end with the last row of a history', async () => {
    expect(await daysOf(ledger('2025-06-01T00:00:00Z', '2025-06-13T23:59:59.999Z'))).toEqual({ from: '2025-06-01', to: '2025-06-13' });
  });

  it('are days in UTC, whatever the zone of the rows', async () => {
    expect(await daysOf(ledger('2025-03-04T23:30:00-05:00'))).toEqual({ from: '2025-03-05', to: '2025-03-05' });
  });

  it('leave out rows of the future and rows without a readable time', async () => {
    const rows = ledger('2025-03-04T12:00:00Z', '2025-06-16T00:00:00Z', '9999-01-01T00:00:00Z', 'soon');
    expect(await daysOf(rows)).toEqual({ from: '2025-03-04', to: '2025-03-04' });
  });
});

describe('sources without days', () => {
  it.each<[string, Rows]>([
    ['no source at all', {}],
    ['nothing but sign-ups', { users: [{ id: 'u', createdAt: '2025-03-04T12:00:00Z' }] }],
    ['an empty source', { walletTransactions: [] }],
    ['no readable time', ledger('soon')],
  ])('are refused: %s', async (_, rows) => {
    const error = await daysOf(rows);
    if (!(error instanceof KpiError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
    expect(error.code).toBe('failed-precondition');
    expect(error.toText()).toBe(
      'No source has a row with a readable time; there is nothing to aggregate.\nImport data first: kpi import --help',
    );
  });

  it('are refused when they lie too far apart to be meant, with a way to mean it', async () => {
    const error = await daysOf(ledger('1970-01-01T00:00:00Z', '2025-06-15T00:00:00Z'));
    if (!(error instanceof KpiError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
    expect(error.message).toBe('The source rows reach from 1970-01-01 to 2025-06-15, 20255 days.');
    expect(error.hint).toBe('If that is right, name the range: kpi aggregate --from <day> --to <day>');
  });

  it('may lie ten years apart', async () => {
    expect(await daysOf(ledger('2015-06-15T00:00:00Z', '2025-06-15T00:00:00Z'))).toEqual({ from: '2015-06-15', to: '2025-06-15' });
  });
});
