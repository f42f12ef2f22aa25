import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { hostileRequests } from './hostile-payloads.ts';
import { HostileClient, problemsOf } from './hostile-send.ts';
import { daysToAskFor, type World } from './hostile-world.ts';
import { temporaryFolder } from './kpi.ts';
import { MEMORY_PROBE, type Memory, memoryOf } from './memory.ts';
import { type Fingerprint, fingerprints, reading, runsOver } from './stored.ts';

const PAYLOADS = Number(process.env['KPI_RUNS'] ?? 100) * 10;
const SEEDS = [...new Set([324, Number(process.env['KPI_SEED'] ?? 324)])];
/** Sent at the same time. */
const TOGETHER = 8;
const BATCHES = Math.ceil(PAYLOADS / TOGETHER);
/**
 * Megabytes that the host may have grown between the first quarter of the requests and their end. Its own objects: what it keeps
 * on purpose is bounded (5,000 documents of about 1 kB, 1,000 answers about admins, verified tokens) and need not be full after a
 * quarter; anything kept of the bodies, which come to 70 kB on average, would exceed it. All of it: the allocators of Node and of
 * the engine keep pages of requests that are over, the largest of which a quarter of the requests may not have met in a short run.
 */
const OWN_GROWTH_MB = 8;
const RSS_GROWTH_MB = 64;

describe('hostile requests', () => {
  const folder = temporaryFolder();
  const db = folder.file('kpi.duckdb');
  const probe = folder.file('probe');
  let host: HostProcess;
  let client: HostileClient;
  let world: World;
  let range: { readonly from: string; readonly to: string };
  let before: Record<string, Fingerprint>;
  let runsBefore: string[];

  beforeAll(async () => {
    await makeDemo(db);
    const { days, future } = daysToAskFor(Date.now());
    range = { from: days[0] ?? '', to: days.at(-1) ?? '' };
    const creator = await reading(db, (database) =>
      database.all(`SELECT min("userId") AS id FROM kpi."creatorKpiDaily" WHERE "date" = DATE '${range.to}'`),
    );
    before = await fingerprints(db, range);
    runsBefore = await runsOver(db, range);
    host = await startHostProcess({ db, env: { NODE_OPTIONS: `--import ${MEMORY_PROBE}`, KPI_MEMORY_PROBE: probe } });
    client = new HostileClient(host.url);
    const tokens = { admin: await host.token('demo-admin'), user: await host.token('user-00042') };
    world = { host: new URL(host.url).host, region: 'europe-central2', days, future, creator: String(creator[0]?.['id']), tokens };
  });
  afterAll(async () => {
    client?.close();
    await host?.kill();
    folder.remove();
  });

  it.each(SEEDS)(`${PAYLOADS} of them are answered as they should be, in memory that stays flat (seed %i)`, async (seed) => {
    const batches = fc.array(hostileRequests(world), { minLength: TOGETHER, maxLength: TOGETHER });
    const seen = new Map<string, number>();
    let sent = 0;
    let early: Memory | undefined;
    const property = fc.asyncProperty(batches, async (batch) => {
      const answers = await Promise.all(batch.map((request) => client.send(request)));
      const problems = batch.flatMap((request, index) => {
        const answer = answers[index];
        if (answer === undefined) throw new RangeError('no answer');
        const outcome = `${answer.code}`;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        return problemsOf(request, answer).map((problem) => `${request.kind}, ${request.sender.kind}: ${problem}`);
      });
      expect(problems).toEqual([]);
      sent += 1;
      if (sent === Math.ceil(BATCHES / 4)) early = await memoryOf(probe);
    });
    await fc.assert(property, { seed, numRuns: BATCHES });
    const late = await memoryOf(probe);
    expect(late.ownMb - (early?.ownMb ?? 0), JSON.stringify({ early, late })).toBeLessThan(OWN_GROWTH_MB);
    expect(late.rssMb - (early?.rssMb ?? 0), JSON.stringify({ early, late })).toBeLessThan(RSS_GROWTH_MB);
    // The mix is what it says: every kind of answer comes up.
    for (const code of ['200', '400', '401', '403', '404']) expect(seen.get(code) ?? 0, `answers ${code}`).toBeGreaterThan(PAYLOADS / 100);
  }, 600_000);

  it('leave the same process serving, and every stored document as it was', async () => {
    expect(host.child.exitCode).toBe(null);
    const healthy = (await (await fetch(`${host.url}/healthz`)).json()) as { readonly status: string; readonly instance: string };
    const record = JSON.parse(readFileSync(`${db}.host.json`, 'utf8')) as { readonly pid: number; readonly instance: string };
    expect({ pid: record.pid, instance: record.instance, status: healthy.status }).toEqual({
      pid: host.child.pid,
      instance: healthy.instance,
      status: 'ok',
    });
    const { exitCode, stderr } = await host.stop();
    expect(exitCode, stderr).toBe(0);
    // The log is for whoever runs the host: no request may have reached what nobody expected.
    expect(stderr.split('\n').filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
    expect(await fingerprints(db, range)).toEqual(before);
    expect(await runsOver(db, range)).toEqual(runsBefore);
  });
});
