import { KpiError } from '@pack324a/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { JobRunner } from '../src/clock/job-runner.ts';
import { closeSession, openSession, withSession } from '../src/local/session.ts';
import { temporaryFiles } from './demo-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

/** Something that is settled from outside. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A runner whose waiting ends when the test says so. */
function runnerWith(abandon: () => Promise<void> = async () => undefined, afterwards?: () => Promise<void>) {
  const waits: { readonly ms: number; readonly end: () => void }[] = [];
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void waits.push({ ms, end: () => resolve() }));
  return { runner: new JobRunner({ abandon, sleep, ...(afterwards === undefined ? {} : { afterwards }) }), waits };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the job runner', () => {
  it('lets one job run at a time, in the order asked for, whatever becomes of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ turns: fc.nat(4), fails: fc.boolean() }), { maxLength: 12 }), async (jobs) => {
        const { runner } = runnerWith();
        const log: string[] = [];
        const outcomes = jobs.map(({ turns, fails }, index) =>
          runner.exclusively(`job ${index}`, async () => {
            log.push(`begin ${index}`);
            expect(runner.running).toBe(`job ${index}`);
            for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
            log.push(`end ${index}`);
            if (fails) throw new Error(`job ${index} failed`);
            return index;
          }),
        );
        const settled = await Promise.allSettled(outcomes);
        expect(log).toEqual(jobs.flatMap((_, index) => [`begin ${index}`, `end ${index}`]));
        expect(settled.map(({ status }) => status)).toEqual(jobs.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
        expect(runner.running).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('does what follows a job in its turn, without keeping the job’s answer back, and not while stopping', async () => {
    const log: string[] = [];
    const gate = deferred<void>();
    const afterwards = async (): Promise<void> => {
      log.push('afterwards begins');
      await gate.promise;
      log.push('afterwards ends');
    };
    const { runner } = runnerWith(undefined, afterwards);
    expect(await runner.exclusively('first', async () => 'answer')).toBe('answer');
    const running = deferred<void>();
    const second = runner.exclusively('second', () => {
      log.push('second');
      return running.promise;
    });
    const failure = expect(second).rejects.toThrow('failed');
    await until(() => log.length > 0);
    expect([log, runner.running]).toEqual([['afterwards begins'], undefined]);
    gate.resolve();
    await until(() => runner.running === 'second');
    const stopped = runner.stop();
    running.reject(new Error('failed'));
    await failure;
    await stopped;
    expect(log).toEqual(['afterwards begins', 'afterwards ends', 'second']);
  });

  it('stops at once when nothing runs, and begins nothing more', async () => {
    const { runner } = runnerWith();
    await runner.stop();
    expect(runner.isStopping).toBe(true);
    let begun = false;
    const refused = runner.exclusively('late', async () => {
      begun = true;
    });
    await expect(refused).rejects.toThrow(KpiError);
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    expect(begun).toBe(false);
  });

  it('lets the running job finish, and refuses those that wait', async () => {
    let abandoned = 0;
    const { runner, waits } = runnerWith(async () => {
      abandoned += 1;
    });
    const running = deferred<string>();
    const first = runner.exclusively('first', () => running.promise);
    const second = runner.exclusively('second', async () => 'never');
    const refusal = expect(second).rejects.toMatchObject({ code: 'unavailable' });
    await until(() => runner.running === 'first');
    const stopped = runner.stop();
    expect(waits.map(({ ms }) => ms)).toEqual([10_000]);
    running.resolve('done');
    expect(await first).toBe('done');
    await refusal;
    await stopped;
    expect(abandoned).toBe(0);
  });

  it('abandons a job that takes too long, again while it begins something new', async () => {
    const running = deferred<string>();
    let abandoned = 0;
    const { runner, waits } = runnerWith(async () => {
      abandoned += 1;
      if (abandoned === 2) running.reject(new Error('interrupted'));
    });
    const job = runner.exclusively('long', () => running.promise);
    const failure = expect(job).rejects.toThrow('interrupted');
    await until(() => runner.running === 'long');
    const stopped = runner.stop();
    waits[0]?.end();
    await until(() => abandoned === 1);
    await until(() => waits.length === 2);
    expect(waits[1]?.ms).toBe(1_000);
    waits[1]?.end();
    await failure;
    await stopped;
    expect(abandoned).toBe(2);
  });

  it('cuts short a statement that the engine is at, and the file is whole', async () => {
    const file = files.fresh();
    const session = await openSession({ db: file }, 'write');
    const { database } = session;
    const sleep = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const runner = new JobRunner({ abandon: () => database.interrupt(), sleep });
    await database.setProperty('kept', 'yes');
    let isAtIt = false;
    const job = runner.exclusively('long', () =>
      database.transaction(async () => {
        await database.run(`UPDATE meta.properties SET value = 'no' WHERE name = 'kept'`);
        isAtIt = true;
        // Would take hours.
        await database.all('SELECT sum(hash(a.range, b.range)) FROM range(10_000_000) a, range(10_000_000) b');
      }),
    );
    const failure = expect(job).rejects.toMatchObject({ code: 'unavailable' });
    await until(() => isAtIt);
    await runner.stop();
    await failure;
    await closeSession(session);
    await withSession({ db: file }, 'read', async (reopened) => expect(await reopened.database.property('kept')).toBe('yes'));
  });

  it('gives up on a job that cannot be abandoned', async () => {
    let abandoned = 0;
    const { runner, waits } = runnerWith(async () => {
      abandoned += 1;
    });
    void runner.exclusively('stuck', () => new Promise(() => undefined));
    await until(() => runner.running === 'stuck');
    const stopped = runner.stop();
    for (let wait = 0; wait < 6; wait += 1) {
      await until(() => waits.length > wait);
      waits[wait]?.end();
    }
    await stopped;
    expect(abandoned).toBe(5);
  });
});
