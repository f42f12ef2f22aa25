import { copyFileSync, readFileSync } from 'node:fs';
import type { RunRecord } from '@pack324a/core';
import type { DemoTruth } from '@pack324a/demo';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { readDemoState } from '../src/demo/demo-state.ts';
import { openSession } from '../src/local/session.ts';
import { startHost } from '../src/serve/serve.ts';
import { at, dateOf, demoToldAt, temporaryFiles } from './demo-support.ts';
import { SILENT } from './host-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
afterEach(() => void vi.useRealTimers());

const EVENING = at(10, '22:40:00');
let told: string;
beforeAll(async () => {
  const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  told = await demoToldAt(files, [EVENING]);
  quiet.mockRestore();
});

/** Lets the host's timers run up to an instant, and then its work until so many runs have ended. */
async function passTo(instantMs: number, runs: RunRecord[], count: number): Promise<string[]> {
  await vi.advanceTimersByTimeAsync(instantMs - Date.now());
  while (runs.length < count) await new Promise((resolve) => setImmediate(resolve));
  return runs.splice(0).map(({ job, scheduledFor, from, to, outcome }) => `${job} ${scheduledFor} ${from} ${to} ${outcome}`);
}

it('a host goes through the night on the demo platform, and tells it on', async () => {
  const file = files.fresh();
  copyFileSync(told, file);
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: EVENING });
  const session = await openSession({ db: file }, 'write');
  const runs: RunRecord[] = [];
  const host = await startHost({ session, port: 0, log: SILENT, isCaughtUp: true, onRun: (run) => void runs.push(run) });
  const [today, tomorrow] = [dateOf(10), dateOf(11)];
  try {
    expect(await passTo(at(10, '23:10:01'), runs, 1)).toEqual([`hourly ${today}T23:10:00.000Z ${today}_22 ${today}_23 succeeded`]);
    expect(await passTo(at(11, '00:10:01'), runs, 5)).toEqual([
      `hourly ${tomorrow}T00:10:00.000Z ${today}_23 ${tomorrow}_00 succeeded`,
      `daily ${tomorrow}T00:10:00.000Z ${today} ${today} succeeded`,
      `aggregate-hours null ${dateOf(7)}_00 ${tomorrow}_00 succeeded`,
      `aggregate null ${dateOf(7)} ${tomorrow} succeeded`,
      `cleanup null ${tomorrow} ${tomorrow} succeeded`,
    ]);
    expect((await readDemoState(session.database))?.untilMs).toBeGreaterThanOrEqual(at(11, '00:10:00'));
    const { days } = JSON.parse(readFileSync(`${file}.truth.json`, 'utf8')) as DemoTruth;
    const truth = days.find(({ date }) => date === today)?.platform;
    const stored = await session.store.get('platformKpiDaily', today);
    expect(stored?.totalTokensSpent).toBe(Number(truth?.totalTokensSpent));
    expect(stored?.provenance).toMatchObject({ complete: true, activeUsers: { method: 'captured' } });
    expect(await passTo(at(11, '01:00:01'), runs, 1)).toEqual([`cleanup ${tomorrow}T01:00:00.000Z ${tomorrow} ${tomorrow} succeeded`]);
  } finally {
    await host.stop();
  }
});
