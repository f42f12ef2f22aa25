import { aggregateDays, KpiError } from '@pack324a/core';
import { missingIndexFailure, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { explained } from '../../src/errors.ts';
import { GRPC } from '../../src/index.ts';
import { DAY, fixture, NOW_MS, ONE_DAY } from './fixture.ts';

const SECRET = 'user-4711';
const failure = (code: number, message = `something about ${SECRET}`): Error => Object.assign(new Error(message), { code });

describe('what people are told', () => {
  it.each([
    [failure(GRPC.PERMISSION_DENIED), /^Reading moderationQueue was refused/, /roles\/datastore\.user/],
    [
      failure(GRPC.FAILED_PRECONDITION, `The query requires an index. You can create it here: https://x/${SECRET}`),
      /^A query of moderationQueue needs an index/,
      /firestore-pack324a-kpi\.indexes\.json .*kpi firebase merge.*firebase deploy --only firestore:indexes/,
    ],
    [failure(GRPC.DEADLINE_EXCEEDED), /moderationQueue took too long.*DEADLINE_EXCEEDED/, /again/],
    [failure(GRPC.UNAVAILABLE), /moderationQueue failed.*UNAVAILABLE/, /FIRESTORE_EMULATOR_HOST/],
    [failure(GRPC.RESOURCE_EXHAUSTED), /quota/, /later/],
    [failure(GRPC.UNAUTHENTICATED), /no valid credentials/, /gcloud auth application-default login/],
    [new Error('Could not load the default credentials. Browse to …'), /no valid credentials/, /GOOGLE_APPLICATION_CREDENTIALS/],
    [new Error('Unable to detect a Project Id in the current environment.'), /no valid credentials/, /application-default/],
    [failure(GRPC.NOT_FOUND, 'The database (default) does not exist for project x'), /no such Firestore database/, /Native mode/],
  ])('%s', (error, message, hint) => {
    const told = explained(error, { verb: 'read', collections: ['moderationQueue'] });
    expect(told).toBeInstanceOf(KpiError);
    expect(told).toMatchObject({ code: 'database-failed', message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
    expect((told as KpiError).toText()).not.toContain(SECRET);
    expect((told as KpiError).cause).toBe(error);
  });

  it.each([
    failure(GRPC.ALREADY_EXISTS),
    failure(GRPC.INVALID_ARGUMENT),
    failure(GRPC.FAILED_PRECONDITION, 'no such lastUpdateTime'),
    failure(GRPC.NOT_FOUND, 'No document to update'),
    new TypeError('a defect'),
  ])('nothing new where there is nothing to do about it: %s', (error) => {
    expect(explained(error, { verb: 'write', collections: ['kpiRuns'] })).toBe(error);
  });
});

describe('a collection that cannot be read', () => {
  const platform = { moderationQueue: rowsOf({ createdAt: `${DAY}T10:00:00Z` }), safetyAlerts: rowsOf({ createdAt: `${DAY}T10:00:00Z` }) };

  it.each([
    ['for lack of a permission', { code: GRPC.PERMISSION_DENIED }, /moderationQueue was refused.*roles\/datastore\.user/],
    ['in time', { code: GRPC.DEADLINE_EXCEEDED }, /moderationQueue took too long/],
    [
      'for lack of an index',
      { code: GRPC.FAILED_PRECONDITION, message: missingIndexFailure().message },
      /moderationQueue needs an index.*firestore-pack324a-kpi\.indexes\.json/,
    ],
  ])('%s fails its section, leaves what was stored, and leaves the others alone', async (_why, fault, told) => {
    const { double, store, context, logged } = await fixture({ platform });
    await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' });
    const before = await store.get('safetyKpiDaily', DAY);
    double.faults.add({ collection: 'moderationQueue', ...fault });
    const later = { ...context, clock: () => NOW_MS + 60_000, newRunId: () => 'run-2' };
    const run = await aggregateDays(later, { range: ONE_DAY, trigger: 'manual' });
    expect(run).toMatchObject({ outcome: 'failed', sections: { platform: { status: 'stored' }, creators: { status: 'stored' } } });
    const section = run.sections['safety'];
    expect(section?.status === 'failed' ? section.errors.join('\n') : '').toMatch(told);
    expect(await store.get('safetyKpiDaily', DAY)).toEqual(before);
    expect((await store.get('platformKpiDaily', DAY))?.updatedAt).toBe(new Date(NOW_MS + 60_000).toISOString());
    expect((await store.get('kpiRuns', 'run-2'))?.sections['safety']).toEqual(section);
    expect(JSON.stringify(logged)).toMatch(told);
  });
});
