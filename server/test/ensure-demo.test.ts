import { existsSync } from 'node:fs';
import { KpiError } from '@pack324a/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readDemoState } from '../src/demo/demo-state.ts';
import { ensureDemo } from '../src/demo/ensure-demo.ts';
import { at, contentsOf, dateOf, sessionAt, sourceRows, temporaryFiles } from './demo-support.ts';
import { importRows } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

const SMALL = { days: 7, users: 60, seed: 5 };
const MORNING = at(7, '08:20:00');

async function refusal(attempt: Promise<unknown>): Promise<KpiError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KpiError)) throw new Error(`not refused: ${error}`);
  return error;
}

describe('a demo in an empty file', () => {
  it('reaches from the asked number of days ago to now', async () => {
    const file = files.fresh();
    await sessionAt(file, MORNING, async (session) => {
      const { change, params, stale, truthFile } = await ensureDemo(session, SMALL);
      expect(change).toBe('made');
      expect(params).toEqual({ ...SMALL, firstDate: dateOf(0) });
      expect(stale).toEqual({ from: dateOf(0), to: dateOf(7) });
      expect(truthFile).toBe(`${file}.truth.json`);
      expect(existsSync(truthFile)).toBe(true);
      const [row] = await session.database.all(`SELECT max("createdAt") <= epoch_ms(${MORNING}) AS past FROM source."walletTransactions"`);
      expect(row?.['past']).toBe(true);
    });
  });

  it('is the same in another file', async () => {
    const [left, right] = [files.fresh(), files.fresh()];
    for (const file of [left, right]) await sessionAt(file, MORNING, (session) => ensureDemo(session, SMALL));
    const [one, other] = [await contentsOf(left, MORNING), await contentsOf(right, MORNING)];
    expect(one.sources).toEqual(other.sources);
    expect(one.activityLog).toEqual(other.activityLog);
  });
});

describe('a demo that is there', () => {
  const file = files.fresh();
  beforeAll(() => sessionAt(file, MORNING, (session) => ensureDemo(session, SMALL)));

  it.each([
    ['later on the same day', at(7, '23:59:59')],
    ['on a day before its last, by a clock that was put back', at(3, '12:00:00')],
  ])('is kept as it is %s', async (_, nowMs) => {
    const before = await contentsOf(file, MORNING);
    await sessionAt(file, nowMs, async (session) => {
      expect(await ensureDemo(session)).toMatchObject({ change: 'kept', stale: undefined });
    });
    expect(await contentsOf(file, MORNING)).toEqual(before);
  });

  it.each(['seed', 'users', 'days'] as const)('refuses to become one with other %s', async (name) => {
    await sessionAt(file, MORNING, async (session) => {
      const error = await refusal(ensureDemo(session, { ...SMALL, [name]: 77 }));
      expect(error.code).toBe('failed-precondition');
      expect(error.message).toBe(`${file} holds a demo with --${name} ${SMALL[name]}, not 77.`);
      expect(error.hint).toContain('--db');
    });
  });

  it('goes on from its last day on a later one, whatever is left out', async () => {
    await sessionAt(file, at(9, '00:00:30'), async (session) => {
      const { change, stale, params } = await ensureDemo(session, { seed: SMALL.seed });
      expect(change).toBe('continued');
      // Rows of up to three days before the last telling may have come late since.
      expect(stale).toEqual({ from: dateOf(4), to: dateOf(9) });
      expect(params).toEqual({ ...SMALL, firstDate: dateOf(0) });
    });
  });
});

describe('a file with imported data', () => {
  it('never gets a demo', async () => {
    const file = files.fresh();
    await sessionAt(file, MORNING, async (session) => {
      await importRows(session, 'users', [{ id: 'u1', createdAt: '2025-03-01T00:00:00Z' }]);
      const before = await sourceRows(session);
      const error = await refusal(ensureDemo(session));
      expect(error.message).toBe(`${file} holds imported data; a demo would mix with it.`);
      expect(error.hint).toContain('--db');
      expect(await sourceRows(session)).toEqual(before);
      expect(await readDemoState(session.database)).toBeUndefined();
      expect(existsSync(`${file}.truth.json`)).toBe(false);
    });
  });
});
